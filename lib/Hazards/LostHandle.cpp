/// \file
/// Handles of tasks that are overwritten or dropped.

#include "Dataflow/Restarts.h"
#include "Hazards/UnjoinedFinder.h"
#include "Sharing/PlaceType.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace async {

/// True if \p Function waits with the handle \p Member, or with a copy of it.
static bool waitsWith(const FunctionFacts &Facts, const Path &Member) {
  llvm::SmallVector<const Path *, 4> Copies{&Member};
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *Write = dyn_cast<WriteFact>(F))
        for (const Fact *Source : Write->From)
          if (const auto *Read = dyn_cast<ReadFact>(Source);
              Read && Member.contains(Read->Place))
            Copies.push_back(&Write->Place);
  auto Is = [&](const Path *Place) {
    return Place && any_of(Copies, [&](const Path *Copy) {
             return Copy->contains(*Place);
           });
  };
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Suspend = dyn_cast<SuspendFact>(F);
      if (!Suspend)
        continue;
      if (Is(Suspend->Awaited))
        return true;
      for (const Fact *Source : Suspend->From) {
        const auto *Call = dyn_cast<CallFact>(Source);
        if (Call && (Is(Call->Object) || any_of(Call->Arguments, Is)))
          return true;
        const auto *Read = dyn_cast<ReadFact>(Source);
        if (Read && Is(&Read->Place))
          return true;
      }
    }
  return false;
}

/// `last = spawn(f(n));` in a loop that does nothing else with the local `last`: only
/// the task of the last round can be joined.
const Fact *UnjoinedFinder::reassigned(const TaskStart &T,
                                       llvm::ArrayRef<const Fact *> Joins) const {
  if (!T.By || !T.Kept || T.Kept->step() != Path::Step::Variable)
    return nullptr;
  auto InLoop = [&](const Fact &F) {
    return Facts.follows(F, *T.Start) && Facts.follows(*T.Start, F);
  };
  const Fact *Assigned = nullptr;
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Write = dyn_cast<WriteFact>(F);
      if (Write && &Write->Place == T.Kept && is_contained(Write->From, T.By) &&
          InLoop(*F)) {
        Assigned = F;
        continue;
      }
      const auto *Call = dyn_cast<CallFact>(F);
      if (Call && Call->Callee &&
          Call->Callee->getOverloadedOperator() == OO_Equal)
        continue;
      auto Is = [&](const Path *Place) { return Place && T.Kept->contains(*Place); };
      const auto *Read = dyn_cast<ReadFact>(F);
      const auto *End = dyn_cast<EndFact>(F);
      bool Uses = (Call && (Is(Call->Object) || any_of(Call->Arguments, Is))) ||
                  (Read && Is(&Read->Place)) || (End && &End->Place == T.Kept) ||
                  is_contained(Joins, F);
      if (Uses && InLoop(*F))
        return nullptr;
    }
  return Assigned;
}

/// `task_ = run();`, or `done_ = make_shared<event>(); spawn(run(done_));`, in a
/// function that can be called again, where others wait with the handle.
void UnjoinedFinder::overwrites(const TaskStart &T) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Facts.function());
  if (!Method || Method->getParent()->isLambda() || isOnceByName(*Method) ||
      !(T.How == Fate::Stored || T.How == Fate::Detached))
    return;
  if (llvm::any_of(Suspensions, [&](const SuspendFact *Point) {
        return Facts.follows(*Point, *T.Start);
      }))
    return;
  const WriteFact *Handle = nullptr;
  for (const WriteFact *Write : Writes) {
    if (Write->How != WriteFact::Form::Assign ||
        Write->Place.base().step() != Path::Step::This ||
        Write->Place.step() != Path::Step::Field || Write->Value.isKnown())
      continue;
    if (T.Kept == &Write->Place)
      Handle = Write;
    // The task is given what was put there before it was started.
    bool Given =
        !T.Kept && Facts.follows(*Write, *T.Start) &&
        !typeOf(Write->Place).isNull() &&
        typeOf(Write->Place)->isRecordType() &&
        (any_of(T.Start->From,
                [&](const Fact *Source) {
                  const auto *Read = dyn_cast<ReadFact>(Source);
                  return Read && &Read->Place == &Write->Place;
                }) ||
         any_of(T.Start->Arguments, [&](const Path *Argument) {
           return Argument && Write->Place.contains(*Argument);
         }));
    if (Given)
      Handle = Write;
  }
  if (!Handle || isGuarded(Facts, T, Context.Started.summaries()))
    return;
  const ClassView &Class = Context.Classes.get(*Method->getParent());
  for (const MemberFunction &M : Class.functions()) {
    const FunctionFacts *Theirs =
        Context.Started.summaries().store().get(*M.Function);
    if (Theirs && M.Function != Facts.function().getDefinition() &&
        waitsWith(*Theirs, Handle->Place)) {
      report(Form::Overwritten, &T, Handle->range(), &Handle->Place,
             M.Function->getSourceRange(), M.Function);
      return;
    }
  }
}

/// A coroutine in a std::function<void()>: whoever calls it drops the task.
void UnjoinedFinder::neverRuns(const CallFact &Call) {
  const auto *Constructor = dyn_cast_or_null<CXXConstructorDecl>(Call.Callee);
  const auto *Holder =
      Constructor ? dyn_cast<ClassTemplateSpecializationDecl>(
                        Constructor->getParent())
                  : nullptr;
  if (!Holder || Holder->getTemplateArgs().size() == 0 ||
      Call.More.Callables.empty() || !Call.More.Callables.front())
    return;
  const TemplateArgument &First = Holder->getTemplateArgs()[0];
  if (First.getKind() != TemplateArgument::Type)
    return;
  const auto *Signature = First.getAsType()->getAs<FunctionProtoType>();
  const FunctionDecl *Function = Call.More.Callables.front()->Function;
  if (!Signature || !Signature->getReturnType()->isVoidType() || !Function ||
      !TheUnit.Tasks.isTask(Function->getReturnType()) ||
      TheUnit.Tasks.isEager(Function->getReturnType()) ||
      !Call.More.Callables.front()->Place)
    return;
  report(Form::NeverRuns, nullptr, Call.More.Callables.front()->range(), nullptr,
         Call.range());
}

} // namespace async
