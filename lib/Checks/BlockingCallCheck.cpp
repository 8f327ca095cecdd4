#include "Checks/BlockingCallCheck.h"

#include "Hazards/BlockingCall.h"
#include "Models/NameIndex.h"
#include "Models/Vocabulary.h"
#include "Rewrites/Rewrites.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;
using namespace clang::tidy;

namespace async {

/// More notes than this hide the report.
static constexpr size_t MaxAgainNotes = 3;

BlockingCallCheck::BlockingCallCheck(StringRef Name, ClangTidyContext *Context)
    : AsyncCheck(Name, Context),
      AllowedCallees(parseList(Options.get("AllowedCallees", ""))),
      BlockingTasks(parseList(Options.get("BlockingTasks", ""))) {}

BlockingCallCheck::~BlockingCallCheck() = default;

void BlockingCallCheck::storeOptions(ClangTidyOptions::OptionMap &Opts) {
  AsyncCheck::storeOptions(Opts);
  Options.store(Opts, "AllowedCallees", printList(AllowedCallees));
  Options.store(Opts, "BlockingTasks", printList(BlockingTasks));
}

void BlockingCallCheck::onEndOfTranslationUnit() {
  Calls.reset();
  AsyncCheck::onEndOfTranslationUnit();
}

void BlockingCallCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                       UnitAnalysis &TheUnit) {
  const FunctionDecl &Function = Coroutine.facts().function();
  if (const CXXRecordDecl *Task =
          Function.getReturnType()->getAsCXXRecordDecl())
    if (llvm::any_of(BlockingTasks, [&](StringRef Name) {
          return isNamed(*Task, Name);
        }))
      return;
  if (!Calls)
    Calls = std::make_unique<BlockingCalls>(
        TheUnit.summaries().store(), TheUnit.classes(), AllowedCallees);
  for (const BlockHazard &H : Calls->find(Coroutine.facts()))
    if (reports(H.Level))
      report(H, Coroutine.facts(), TheUnit);
}

/// What a user would call it: `idle_.wait`, `std::this_thread::sleep_for`.
static std::string nameOf(const BlockFact &Wait) {
  const FunctionDecl &Callee = *Wait.Callee;
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Callee)) {
    std::string Name = Constructor->getParent()->getQualifiedNameAsString();
    if (size_t At = Name.find("basic_"); At != std::string::npos)
      Name.erase(At, 6);
    return Name;
  }
  std::string Name = Callee.getNameAsString();
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  if ((!Method || Method->isStatic()) && !Callee.isOverloadedOperator())
    return Callee.getQualifiedNameAsString();
  std::string Object = Wait.Object ? Wait.Object->spelling() : "";
  if (Object.empty())
    return Name;
  if (Callee.isOverloadedOperator())
    return Object + " " + Name.substr(sizeof("operator") - 1);
  if (StringRef(Object).starts_with("*"))
    return Object.substr(1) + "->" + Name;
  return Object + "." + Name;
}

static bool isLambda(const FunctionDecl &Function) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  return Method && Method->getParent()->isLambda();
}

/// What the coroutine does: calls something, or comes to the end of a scope.
static std::string subjectOf(const BlockHazard &H) {
  const Path *Ends = H.Chain.empty() ? nullptr : H.Chain.front().Ends;
  if (H.Chain.empty() && isa<CXXDestructorDecl>(H.Wait->Callee))
    Ends = H.Wait->Object;
  if (Ends)
    return "the end of '" + Ends->spelling() + "'";
  if (H.Chain.empty())
    return "'" + nameOf(*H.Wait) + "'";
  const FunctionDecl &Entered = *H.Chain.front().Into;
  return isLambda(Entered) ? "this lambda"
                           : "'" + Entered.getNameAsString() + "'";
}

static StringRef effectOf(const BlockFact &Wait) {
  switch (Wait.Reason) {
  case BlockReason::Wait:
    return "blocks the thread, and with it every coroutine that runs there";
  case BlockReason::Sleep:
    return "puts the thread to sleep, and with it every coroutine that runs "
           "there";
  case BlockReason::Reply:
    return "blocks the thread until an answer comes, and with it every "
           "coroutine that runs there";
  case BlockReason::Disk:
    return "blocks the thread until the disk is done, and with it every "
           "coroutine that runs there";
  case BlockReason::Work:
    return "computes for long, and keeps every other coroutine of the thread "
           "waiting";
  case BlockReason::File:
    return Wait.InLoop
               ? "reads from disk in a loop, and keeps every other coroutine of "
                 "the thread waiting"
               : "reads from disk, and keeps every other coroutine of the "
                 "thread waiting";
  case BlockReason::Moment:
    return "may block the thread, and with it every coroutine that runs there";
  }
  llvm_unreachable("unknown BlockReason");
}

static StringRef genericRemedy(BlockReason Reason) {
  switch (Reason) {
  case BlockReason::Wait:
    return "await it instead: an event, condition or task of the coroutine "
           "library";
  case BlockReason::Sleep:
    return "await a timer of the coroutine library instead";
  case BlockReason::Reply:
    return "await an asynchronous interface instead, or make the call on a "
           "thread pool";
  default:
    return "do it on a thread pool and await the result";
  }
}

/// The library of the coroutine offers it.
static StringRef insteadOf(BlockReason Reason, const FunctionDecl &Coroutine,
                           const Models &Library) {
  const TypeModel *Task = Library.find(Coroutine.getReturnType());
  if (!Task)
    return "";
  bool Elsewhere = Reason != BlockReason::Wait && Reason != BlockReason::Sleep;
  for (BlockReason Kind :
       {Reason, Elsewhere ? BlockReason::Work : Reason}) {
    auto It = Task->Instead.find(spell(Kind));
    if (It != Task->Instead.end())
      return It->second;
  }
  return "";
}

void BlockingCallCheck::report(const BlockHazard &H,
                               const FunctionFacts &Facts,
                               UnitAnalysis &TheUnit) {
  const BlockFact &Wait = *H.Wait;
  if (!Wait.Callee && H.Chain.empty())
    diag(H.Primary.getBegin(),
         "this loop keeps the thread busy until %0 changes: no other coroutine "
         "of the thread can run to change it")
        << (Wait.Object && !Wait.Object->spelling().empty()
                ? "'" + Wait.Object->spelling() + "'"
                : "the condition")
        << Role::Use;
  else {
    auto Report = diag(H.Primary.getBegin(), "%0 %1")
                  << subjectOf(H) << effectOf(Wait) << Role::Use;
    Report << editsOfWarning(
        offer(H, Facts, TheUnit, rewritesOf(H, Facts, TheUnit.unit())));
  }

  for (size_t I = 1; I < H.Chain.size(); ++I)
    diag(H.Chain[I].Where.getBegin(), "%0 calls %1", DiagnosticIDs::Note)
        << H.Chain[I - 1].Into << H.Chain[I].Into;
  if (!H.Chain.empty()) {
    if (Wait.Callee)
      diag(Wait.range().getBegin(), "%0 calls '%1'", DiagnosticIDs::Note)
          << H.Chain.back().Into << nameOf(Wait);
    else
      diag(Wait.range().getBegin(), "%0 waits in this loop",
           DiagnosticIDs::Note)
          << H.Chain.back().Into;
  }
  if (H.Waker)
    diag(H.Wakes.getBegin(),
         "%0, which would end the wait, may need this thread",
         DiagnosticIDs::Note)
        << H.Waker << Role::Remote;
  size_t Told = 0;
  for (const Step &S : H.Steps)
    if (S.Where.getBegin() != H.Primary.getBegin() && Told++ < MaxAgainNotes)
      diag(S.Where.getBegin(), "and here", DiagnosticIDs::Note) << Role::Use;

  StringRef Own = insteadOf(Wait.Reason, Facts.function(),
                            *TheUnit.unit().Library);
  // What answers a wait is known to what is waited for; what replaces a pause
  // or work, to the library that runs the coroutine.
  bool OfTheCallee =
      Wait.Reason == BlockReason::Wait || Wait.Reason == BlockReason::Reply;
  StringRef Instead = Own.empty() || (OfTheCallee && !Wait.Remedy.empty())
                          ? Wait.Remedy
                          : Own;
  if (Instead.empty())
    diag(H.Primary.getBegin(), genericRemedy(Wait.Reason), DiagnosticIDs::Note)
        << Role::Remedy;
  else
    diag(H.Primary.getBegin(), "use instead: %0", DiagnosticIDs::Note)
        << Instead << Role::Remedy;
}

} // namespace async
