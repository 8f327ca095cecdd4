/// \file
/// Agreements between a coroutine and those who would invalidate what it holds: a
/// flag that they ask, an end that they wait for.

#include "Facts/Guards.h"
#include "Hazards/Falsify.h"
#include "Hazards/HolderFinder.h"
#include "Support/ClangCompat.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

static bool precedes(const Fact &A, const Fact &B) {
  return A.range().getBegin() < B.range().getBegin();
}

/// The same member of the same object, or of some element of the same container.
static bool isSameMember(const Path &A, const Path &B) {
  return &A == &B || (A.step() == Path::Step::Field && A.decl() == B.decl() &&
                      A.base().step() == Path::Step::This &&
                      B.base().step() == Path::Step::This);
}

/// `if (busy_) return; items_.clear();`, while this coroutine has set busy_:
/// the other one gets to its change only if it finds a state that this one has
/// changed before, and restores after.
bool HolderFinder::isClaimed(const StaleUse &Use, const RemoteAccess &R) {
  const FunctionFacts *Theirs = Context.Summaries.store().get(*R.By->Function);
  if (!Theirs)
    return false;
  for (const Guards::Decider &D : Theirs->guards().of(R.What.At->block()))
    for (const Fact *F : Theirs->in(*D.Branch)) {
      const auto *Branch = dyn_cast<BranchFact>(F);
      // That the container has the element is what it is about.
      if (!Branch || !Branch->State ||
          Branch->State.K == Predicate::Kind::Unknown ||
          Branch->State.Subject == R.What.Place)
        continue;
      Predicate Held = Branch->State;
      Held.Negated ^= !D.Taken;
      const WriteFact *Last = lastSet(*Held.Subject, *Use.At);
      if (!Last)
        continue;
      Access Own{&Last->Place, Operation::Replaces, Last->Value, Last->How,
                 Last, Last->range()};
      if (effectOn(Held, Own) != Effect::Preserves)
        return true;
    }
  return false;
}

/// Equal for places that isSameMember() says are the same.
static const void *keyOf(const Path &Place) {
  return Place.step() == Path::Step::Field
             ? static_cast<const void *>(Place.decl())
             : &Place;
}

/// This coroutine's last assignment of \p Member before \p Before in the text.
const WriteFact *HolderFinder::lastSet(const Path &Member, const Fact &Before) {
  const Outline &Own = outlineOf(Facts);
  auto It = Own.Sets.find(keyOf(Member));
  if (It == Own.Sets.end())
    return nullptr;
  auto End = llvm::partition_point(It->second, [&](const WriteFact *Write) {
    return precedes(*Write, Before);
  });
  const WriteFact *Last = nullptr;
  for (const WriteFact *Write :
       llvm::reverse(llvm::make_range(It->second.begin(), End))) {
    if (Last && precedes(*Write, *Last))
      break;
    if (isSameMember(Write->Place, Member))
      Last = Write;
  }
  return Last;
}

const HolderFinder::Outline &HolderFinder::outlineOf(const FunctionFacts &Of) {
  std::unique_ptr<Outline> &Known = Outlines[&Of];
  if (Known)
    return *Known;
  Known = std::make_unique<Outline>();
  for (const CFGBlock *Block : Of.graph())
    for (const Fact *F : Of.in(*Block))
      if (const auto *Write = dyn_cast<WriteFact>(F))
        Known->Sets[keyOf(Write->Place)].push_back(Write);
  for (auto &[Key, Sets] : Known->Sets)
    llvm::stable_sort(Sets, [](const WriteFact *A, const WriteFact *B) {
      return precedes(*A, *B);
    });
  for (const Access &A : Context.Summaries.of(Of.function()))
    if (A.How == WriteFact::Form::Taken &&
        (A.Place->step() == Path::Step::Element ||
         (A.Place->step() == Path::Step::Pointee &&
          A.Place->parent()->step() == Path::Step::Variable)))
      Known->Taken.push_back(&A);
  return *Known;
}

/// What is called on a member before the holder is used, and keeps a gate or scope
/// open; or after, and tells that it is done.
static bool admits(const FunctionDecl &Callee, bool Before) {
  if (!Callee.getDeclName().isIdentifier())
    return false;
  if (Before)
    return StringSwitch<bool>(Callee.getName())
        .Cases({"hold", "enter", "try_hold", "try_enter", "add", "arrive"},
               true)
        .Default(false);
  return StringSwitch<bool>(Callee.getName())
      .Cases({"set", "notify", "notify_all", "notify_one", "signal", "post",
              "broadcast", "leave", "done", "count_down", "set_value"},
             true)
      .Default(false);
}

/// `co_await gate_.close(); items_.clear();`: the other one waits until this
/// coroutine has left the gate, or has told that it is done.
bool HolderFinder::isAwaitedFirst(const StaleUse &Use, const RemoteAccess &R) {
  const FunctionFacts *Theirs =
      R.By->IsCoroutine ? Context.Summaries.store().get(*R.By->Function)
                        : nullptr;
  if (!Theirs || R.By->Function == Facts.function().getDefinition())
    return false;
  llvm::SmallVector<const Path *, 2> WaitedOn;
  llvm::SmallVector<SourceRange, 4> Operands;
  for (const CFGBlock *Block : Theirs->graph())
    for (const Fact *F : Theirs->in(*Block))
      if (const auto *Point = dyn_cast<SuspendFact>(F);
          Point && precedes(*Point, *R.What.At))
        Operands.push_back(
            Point->E.getOperand()->IgnoreImplicit()->getSourceRange());
  for (const CFGBlock *Block : Theirs->graph())
    for (const Fact *F : Theirs->in(*Block))
      if (const auto *Call = dyn_cast<CallFact>(F);
          Call && Call->Object && is_contained(Operands, Call->range()) &&
          Call->Object->base().step() == Path::Step::This &&
          Call->Object->step() != Path::Step::This)
        WaitedOn.push_back(Call->Object);
  if (WaitedOn.empty())
    return false;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Own = dyn_cast<CallFact>(F);
      if (Own && Own->Callee && Own->Object &&
          is_contained(WaitedOn, Own->Object) &&
          (precedes(*Own, *Use.At) ? admits(*Own->Callee, true)
                                   : admits(*Own->Callee, false)))
        return true;
    }
  return false;
}

} // namespace async
