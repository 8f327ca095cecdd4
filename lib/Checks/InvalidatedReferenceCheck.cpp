#include "Checks/InvalidatedReferenceCheck.h"

#include "Hazards/FailedHandle.h"
#include "Hazards/InvalidatedReference.h"
#include "Rewrites/Rewrites.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

static constexpr size_t MaxSuspensionNotes = 6;

void InvalidatedReferenceCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                               UnitAnalysis &TheUnit) {
  auto LocksOf = [&](const FunctionDecl &Function) -> const HeldLocks & {
    return TheUnit.analyze(Function)->locks();
  };
  auto HoldersOf = [&](const FunctionDecl &Function) -> const Holders & {
    return TheUnit.analyze(Function)->holders();
  };
  InvalidatedReferenceContext Context{TheUnit.classes(), TheUnit.others(),
                                      TheUnit.summaries(), LocksOf, HoldersOf};
  for (const InvalidatedHazard &H :
       findInvalidatedReferences(Coroutine.facts(), Context))
    if (reports(H.Level))
      report(H, Coroutine.facts(), TheUnit);
  for (const FailedHandleHazard &H : findFailedHandles(
           Coroutine.facts(), TheUnit.classes(), TheUnit.store()))
    if (reports(H.Level))
      report(H);
}

void InvalidatedReferenceCheck::report(const FailedHandleHazard &H) {
  std::string Handle = H.Handle->spelling();
  SourceLocation At = H.Primary.getBegin();
  diag(At, "'%0' is used here after an awaited call on it may have failed; "
           "elsewhere it is cleared after such a call, as if the object were "
           "gone")
      << Handle << Role::Use;
  diag(H.Awaited.getBegin(), "this call may throw", DiagnosticIDs::Note)
      << Role::Suspension;
  diag(H.Cleared.getBegin(), "'%0' is cleared here", DiagnosticIDs::Note)
      << Handle << Role::Access;
  diag(At, "clear '%0' where the call has failed, too", DiagnosticIDs::Note)
      << Handle << Role::Remedy;
}

static StringRef kindOf(const InvalidatedHazard &H) {
  switch (H.What.Kind) {
  case HolderKind::Iterator:
  case HolderKind::End:
    return "iterator";
  case HolderKind::View:
    return "view";
  case HolderKind::Reference:
    break;
  }
  QualType Type;
  if (const ValueDecl *Named = H.Bound->Holder.decl())
    Type = Named->getType();
  return !Type.isNull() && Type->isPointerType() ? "pointer" : "reference";
}

static StringRef kindsOf(const InvalidatedHazard &H) {
  switch (H.What.Kind) {
  case HolderKind::Iterator:
    return H.How == Danger::Erased ? "iterators to erased elements"
                                   : "iterators";
  case HolderKind::End:
    return "the end iterator";
  case HolderKind::View:
    return "views of the contents";
  case HolderKind::Reference:
    break;
  }
  if (H.What.Type && H.What.Type->Role == TypeRole::Wrapper &&
      H.How == Danger::Certain && H.ByOperation != "push_back")
    return "what it held";
  return H.How == Danger::Erased ? "references to erased elements"
                                 : "references";
}

void InvalidatedReferenceCheck::report(const InvalidatedHazard &H,
                                       const FunctionFacts &Facts,
                                       UnitAnalysis &TheUnit) {
  std::optional<Rewrite> Fix =
      offer(H, Facts, TheUnit, rewritesOf(H, Facts, TheUnit.unit()));
  std::string Place = H.What.Of->spelling();
  std::string Holder = H.Bound->Holder.spelling();
  StringRef Kind = kindOf(H);
  SourceLocation At = H.Primary.getBegin();
  switch (H.Bound->How) {
  case BindFact::Form::Loop:
    diag(At, "this loop goes on from a position in '%0' that may be invalid: "
             "this coroutine is suspended in its body")
        << Place << Role::Use << editsOfWarning(Fix);
    break;
  case BindFact::Form::Operand:
    diag(At, "this refers into '%0' and is evaluated before this coroutine is "
             "suspended in the same expression; it may be invalid when it is "
             "used")
        << Place << Role::Access << editsOfWarning(Fix);
    break;
  case BindFact::Form::Awaited:
    diag(At, "the object of the awaited call is in '%0', and may be destroyed "
             "while the call is under way")
        << Place << Role::Access << editsOfWarning(Fix);
    break;
  case BindFact::Form::Lent:
  case BindFact::Form::Captured:
    diag(At, "the awaited call is given a %1 into '%0', which may become "
             "invalid while the call is under way")
        << Place << Kind << Role::Access << editsOfWarning(Fix);
    break;
  default:
    if (Holder.empty() || StringRef(Holder).starts_with("__"))
      diag(At, "this %1 into '%0' may be invalid: this coroutine was suspended "
               "since it was taken")
          << Place << Kind << Role::Use << editsOfWarning(Fix);
    else
      diag(At, "'%0', %select{a|an}3 %1 into '%2', may be invalid: this "
               "coroutine was suspended since it was taken")
          << Holder << Kind << Place << (Kind == "iterator") << Role::Use
          << editsOfWarning(Fix);
    if (H.Given.isValid())
      diag(H.Given.getBegin(), "it is given to this coroutine here",
           DiagnosticIDs::Note)
          << Role::Access;
    else
      diag(H.Bound->range().getBegin(), "it is taken here",
           DiagnosticIDs::Note)
          << Role::Access;
    break;
  }
  size_t Suspensions = 0;
  SourceLocation FirstUntold;
  for (const Step &S : H.Steps)
    if (++Suspensions <= MaxSuspensionNotes)
      diag(S.Where.getBegin(), "suspended here, other tasks run",
           DiagnosticIDs::Note)
          << Role::Suspension;
    else if (FirstUntold.isInvalid())
      FirstUntold = S.Where.getBegin();
  if (size_t More = Suspensions - std::min(Suspensions, MaxSuspensionNotes))
    diag(FirstUntold, "and at %0 more suspension point%s0", DiagnosticIDs::Note)
        << static_cast<unsigned>(More) << Role::Suspension;
  std::string Operation = H.ByOperation;
  if (Operation == "operator=")
    Operation = "assigning '" + Place + "'";
  else if (Operation == "move")
    Operation = "moving from '" + Place + "'";
  else
    Operation = "'" + Operation + "'";
  StringRef Who = H.BySelf      ? "meanwhile another call of %0: %1 %2 %3"
                  : H.ByAwaited ? "%0, which is awaited: %1 %2 %3"
                                : "meanwhile %0: %1 %2 %3";
  diag(H.Meanwhile.getBegin(), Who, DiagnosticIDs::Note)
      << H.By << Operation
      << (H.How == Danger::Elsewhere ? "leaves another object with"
          : H.How == Danger::Unknown ? "may invalidate"
                                     : "invalidates")
      << kindsOf(H) << Role::Remote;
  StringRef Remedy = "find it again after the suspension, or keep a copy";
  switch (H.Bound->How) {
  case BindFact::Form::Loop:
    Remedy = "loop over a copy of the keys or elements";
    break;
  case BindFact::Form::Operand:
    Remedy = "await in a statement of its own, before this one";
    break;
  case BindFact::Form::Awaited:
    Remedy = "keep the object alive: hold a shared owner of it, or move it out, "
             "for as long as it is awaited";
    break;
  case BindFact::Form::Lent:
  case BindFact::Form::Captured:
    Remedy = "give the call a copy, or an owner";
    break;
  default:
    break;
  }
  diag(At, wordsOfNote(Fix, Remedy), DiagnosticIDs::Note)
      << Place << Role::Remedy << editsOfNote(Fix);
}

} // namespace async
