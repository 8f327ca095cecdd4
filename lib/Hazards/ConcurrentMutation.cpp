#include "Hazards/ConcurrentMutation.h"

#include "Sharing/Annotations.h"
#include "Sharing/PlaceType.h"
#include "Dataflow/Restarts.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {
namespace {

using Form = ConcurrentHazard::Form;

class Finder {
public:
  Finder(const FunctionFacts &Facts, TaskContext &Context)
      : Facts(Facts), Context(Context),
        TheUnit(Context.Started.summaries().store().unit()) {}

  std::vector<ConcurrentHazard> run();

private:
  void walk(const TaskStart &T, llvm::ArrayRef<TaskAccess> Does);
  void compare(const TaskStart &A, llvm::ArrayRef<TaskAccess> DoesA,
               const TaskStart &B, llvm::ArrayRef<TaskAccess> DoesB);
  std::optional<Form> clash(const TaskAccess &A, const TaskAccess &B) const;
  void compose();
  void report(Form How, const Path &Place, clang::SourceRange At,
              const TaskAccess &Change, const TaskAccess &Other, bool Itself);
  Threads threads() const;

  const FunctionFacts &Facts;
  TaskContext &Context;
  Unit &TheUnit;
  std::vector<ConcurrentHazard> Hazards;
};

/// From the option, else from the library that the coroutine is written for.
Threads Finder::threads() const {
  if (Context.Runs != Threads::Unknown)
    return Context.Runs;
  const TypeModel *Task =
      TheUnit.Library->find(Facts.function().getReturnType());
  // Seastar runs a shard's tasks on one thread, QCoro on Qt's event loop, Cobalt
  // on the executor of one thread.
  if (Task && (Task->Library == "seastar" || Task->Library == "qcoro" ||
               Task->Library == "cobalt"))
    return Threads::Single;
  return Threads::Unknown;
}

bool haveCommonLock(const TaskAccess &A, const TaskAccess &B) {
  return llvm::any_of(A.Locks, [&](const Path *Lock) {
    return is_contained(B.Locks, Lock);
  });
}

/// Adds at the end of a sequence, where the order shows.
bool isAppend(const Access &A) {
  return A.Op == Operation::Grows && A.Callee &&
         A.Callee->getDeclName().isIdentifier() &&
         (A.Callee->getName() == "push_back" ||
          A.Callee->getName() == "emplace_back" ||
          A.Callee->getName() == "append");
}

/// True if the element that \p A appends says itself what it belongs to: it has
/// several parts, and one of them is a parameter of the task.
bool hasOwnKey(const TaskAccess &A, FactStore &Store) {
  QualType Type = typeOf(*A.What.Place);
  const auto *Container =
      Type.isNull() ? nullptr
                    : dyn_cast_or_null<ClassTemplateSpecializationDecl>(
                          Type->getAsCXXRecordDecl());
  const FunctionFacts *Facts = A.In ? Store.get(*A.In) : nullptr;
  if (!Facts || !Container || Container->getTemplateArgs().size() == 0 ||
      Container->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return false;
  const CXXRecordDecl *Element =
      Container->getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl();
  StringRef Name = Element && Element->getDeclName().isIdentifier()
                       ? Element->getName()
                       : "";
  if (!Element || (Element->isInStdNamespace() ? Name != "pair" && Name != "tuple"
                                               : !isPlainData(Container->getTemplateArgs()[0].getAsType())))
    return false;
  const SourceManager &SM = Store.unit().AST.getSourceManager();
  auto IsIn = [&](SourceRange Inner, SourceRange Outer) {
    return SM.isPointWithin(SM.getExpansionLoc(Inner.getBegin()),
                            SM.getExpansionLoc(Outer.getBegin()),
                            SM.getExpansionLoc(Outer.getEnd()));
  };
  // `c.room = room; ... push_back(c)`, or `push_back({room, n})`.
  llvm::SmallVector<SourceRange, 4> Made{A.What.Where};
  for (const CFGBlock *Block : Facts->graph())
    for (const Fact *F : Facts->in(*Block))
      if (const auto *Write = dyn_cast<WriteFact>(F);
          Write && Write->Place.base().step() == Path::Step::Variable &&
          Write->Place.base().decl()->getDeclContext() == A.In &&
          Write->Place.base().decl()->getType()->getAsCXXRecordDecl() == Element)
        Made.push_back(Write->range());
  auto IsKey = [&](const Path *Place) {
    return Place && Place->base().step() == Path::Step::Variable &&
           isa<ParmVarDecl>(Place->base().decl()) &&
           Place->base().decl()->getDeclContext() == A.In &&
           &Place->base() != &A.What.Place->base();
  };
  for (const CFGBlock *Block : Facts->graph())
    for (const Fact *F : Facts->in(*Block)) {
      const auto *Read = dyn_cast<ReadFact>(F);
      const auto *Call = dyn_cast<CallFact>(F);
      bool Keys = (Read && IsKey(&Read->Place)) ||
                  (Call && Call->Callee && any_of(Call->Arguments, IsKey) &&
                   !Store.unit().Tasks.isAwaitable(
                       Call->Callee->getReturnType()));
      if (Keys && any_of(Made, [&](SourceRange R) { return IsIn(F->range(), R); }))
        return true;
    }
  return false;
}

/// True if \p Facts' function asks for elements of \p Place by where they are, so
/// that their order matters.
bool asksByPosition(const FunctionFacts &Facts, const Path &Place) {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block))
      if (const auto *Call = dyn_cast<CallFact>(F);
          Call && Call->Callee && Call->Object == &Place &&
          classify(*Call->Callee) == Operation::NeedsElement)
        return true;
  return false;
}

std::optional<Form> Finder::clash(const TaskAccess &A,
                                  const TaskAccess &B) const {
  if (haveCommonLock(A, B))
    return std::nullopt;
  if (A.Over == Spread::Straddles && B.What.writes())
    return Form::Straddled;
  if (A.Over == Spread::Lent && B.What.writes())
    return isPlainData(typeOf(*A.What.Place)) ? std::optional(Form::Lent)
                                              : std::nullopt;
  if (A.Over == Spread::Walks && B.What.writes() &&
      B.What.Place == A.What.Place)
    return Form::Walked;
  Threads Runs = threads();
  if (Runs == Threads::Multi && A.What.writes())
    return Form::Race;
  if (Runs == Threads::Unknown && isAppend(A.What) && isAppend(B.What) &&
      A.What.Place == B.What.Place)
    return Form::Order;
  return std::nullopt;
}

void Finder::report(Form How, const Path &Place, clang::SourceRange At,
                    const TaskAccess &Change, const TaskAccess &Other,
                    bool Itself) {
  for (ConcurrentHazard &Known : Hazards)
    if (Known.Subjects.front() == &Place && Known.Primary == At)
      return;
  ConcurrentHazard H;
  H.Kind = HazardKind::ConcurrentMutation;
  H.Level = Confidence::Likely;
  H.Primary = At;
  H.How = How;
  H.Subjects.push_back(&Place);
  H.Change = Change.What.Where;
  H.ChangeIn = Change.In;
  H.Other = Other.What.Where;
  H.OtherIn = Other.In;
  H.Itself = Itself;
  Hazards.push_back(std::move(H));
}

void Finder::compare(const TaskStart &A, llvm::ArrayRef<TaskAccess> DoesA,
                     const TaskStart &B, llvm::ArrayRef<TaskAccess> DoesB) {
  bool Itself = &A == &B;
  if (A.Body && A.Body == B.Body && isSingleActivation(*A.Body))
    return;
  const CallFact &At = A.By ? *A.By : *A.Start;
  for (const TaskAccess &X : DoesA) {
    const Path &Place = *X.What.Place;
    if (isConfined(Place) || isInElement(Place) || isSynchronized(Place, TheUnit) ||
        !isNameable(Place, Facts.function()) ||
        (Itself && Context.Started.isOwnEachRound(Facts, Place, A)))
      continue;
    for (const TaskAccess &Y : DoesB) {
      if (!Place.overlaps(*Y.What.Place) || isInElement(*Y.What.Place))
        continue;
      std::optional<Form> How = clash(X, Y);
      // What a member or a global is checked for is async-stale-state's affair.
      bool Local = Place.base().step() == Path::Step::Variable;
      if (How && (Local || *How == Form::Lent || *How == Form::Race))
        report(*How, Place, At.range(), X, Y, Itself);
      if (How && *How == Form::Order && !Hazards.empty() &&
          Hazards.back().How == Form::Order &&
          Hazards.back().Subjects.front() == &Place) {
        FactStore &Store = Context.Started.summaries().store();
        if (hasOwnKey(X, Store) && hasOwnKey(Y, Store) &&
            !asksByPosition(Facts, Place))
          Hazards.back().Level = Confidence::Possible;
      }
    }
  }
}

/// The member \p Range of another object of its class, which \p Body gets to through
/// a reference or pointer in what it is given: an element that knows its owner.
bool leadsBackTo(const Path &Place, const Path &Range, const FunctionDecl &Body) {
  return Range.step() == Path::Step::Field && Place.step() == Path::Step::Field &&
         Place.decl() == Range.decl() &&
         Place.parent()->step() == Path::Step::Pointee &&
         Place.base().step() == Path::Step::Variable &&
         Place.base().decl()->getDeclContext() == &Body &&
         isa<ParmVarDecl>(Place.base().decl());
}

void Finder::walk(const TaskStart &T, llvm::ArrayRef<TaskAccess> Does) {
  if (!T.Range || !T.Many || !isNameable(*T.Range, Facts.function()))
    return;
  for (const TaskAccess &X : Does)
    if (X.What.writes() && X.What.Place->contains(*T.Range) &&
        X.What.Op != Operation::Index)
      report(Form::Walked, *T.Range, T.Start->range(), X, X, true);
  if (!T.Body || !T.runsBesideCaller())
    return;
  for (const TaskAccess &X : Context.Reach.of(*T.Body))
    if ((X.What.Op == Operation::Shrinks || X.What.Op == Operation::Pops) &&
        leadsBackTo(*X.What.Place, *T.Range, *T.Body))
      report(Form::Walked, *T.Range, T.Start->range(), X, X, true);
}

/// An operation on a stream that may do only a part of what is asked.
bool isTransfer(const FunctionDecl &Callee) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  if (!Method || Method->isConst() || Method->isStatic() ||
      !Method->getDeclName().isIdentifier())
    return false;
  StringRef Class = Method->getParent()->getDeclName().isIdentifier()
                        ? Method->getParent()->getName()
                        : "";
  for (StringRef Queue : {"channel", "queue", "mailbox", "pipe", "topic"})
    if (Class.contains_insensitive(Queue))
      return false;
  StringRef Name = Method->getName();
  for (StringRef Part : {"write", "send", "read", "recv", "receive"})
    if (Name.contains_insensitive(Part))
      return true;
  return false;
}

/// Several awaited steps on one object, by a coroutine that is started again while
/// it runs: the steps of two runs mix.
void Finder::compose() {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Facts.function());
  if (!Method || Method->getParent()->isLambda() || Facts.suspensions() == 0 ||
      isSingleActivation(*Method))
    return;
  llvm::SmallVector<const SuspendFact *, 4> Steps;
  llvm::SmallVector<const CallFact *, 4> Calls;
  const HeldLocks &Locks = Context.LocksOf(Facts.function());
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Suspend = dyn_cast<SuspendFact>(F);
      if (!Suspend)
        continue;
      for (const Fact *From : Suspend->From) {
        const auto *Call = dyn_cast<CallFact>(From);
        if (!Call || !Call->Callee || !Call->Object ||
            Call->Object->base().step() != Path::Step::This ||
            Call->Object->step() == Path::Step::This ||
            isInElement(*Call->Object) || isConfined(*Call->Object) ||
            isSynchronized(*Call->Object, TheUnit) ||
            !isTransfer(*Call->Callee) || !Locks.before(*Call).empty())
          continue;
        Steps.push_back(Suspend);
        Calls.push_back(Call);
      }
    }
  for (size_t I = 0; I != Steps.size(); ++I)
    for (size_t J = 0; J != Steps.size(); ++J) {
      if (Calls[I]->Object != Calls[J]->Object ||
          Calls[I]->Callee != Calls[J]->Callee ||
          !Facts.follows(*Steps[I], *Calls[J]))
        continue;
      const ClassView &Class = Context.Classes.get(*Method->getParent());
      llvm::SmallVector<Restart, 2> Again =
          restartsOf(Facts.function(), Class, Context.Started);
      if (Again.empty())
        return;
      TaskAccess Step{{Calls[I]->Object, Operation::Replaces, Constant(),
                       WriteFact::Form::Update, Calls[I], Calls[I]->range()}};
      Step.In = &Facts.function();
      TaskAccess Other = Step;
      Other.What.Where = Again.front().Start->Start->range();
      Other.In = Again.front().By;
      report(Form::Composed, *Calls[I]->Object, Calls[I]->range(), Step, Other,
             true);
      return;
    }
}

std::vector<ConcurrentHazard> Finder::run() {
  const std::vector<TaskStart> &Starts = Context.Started.of(Facts.function());
  std::vector<std::vector<TaskAccess>> Does(Starts.size());
  for (size_t I = 0; I != Starts.size(); ++I)
    if (Starts[I].runsBesideCaller())
      Does[I] = Context.Reach.of(Starts[I]);
  for (size_t I = 0; I != Starts.size(); ++I) {
    walk(Starts[I], Does[I]);
    for (size_t J = 0; J != Starts.size(); ++J)
      if (!Does[I].empty() && !Does[J].empty() &&
          Context.Started.areConcurrent(Facts, Starts[I], Starts[J]))
        compare(Starts[I], Does[I], Starts[J], Does[J]);
  }
  compose();
  llvm::sort(Hazards, [](const ConcurrentHazard &A, const ConcurrentHazard &B) {
    return A.Primary.getBegin() < B.Primary.getBegin();
  });
  return std::move(Hazards);
}

} // namespace

std::vector<ConcurrentHazard> findConcurrentMutation(const FunctionFacts &Facts,
                                                     TaskContext &Context) {
  return Finder(Facts, Context).run();
}

} // namespace async
