/// \file
/// An element is looked at at one end of a container, and taken away there after a
/// suspension: by then it may be another one.

#include "Hazards/StaleFinder.h"

#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {
namespace {

/// Where a function looks, adds or takes away. A heap's end may be any element that
/// is added.
enum class End : uint8_t { None, Front, Back, Heap };

StringRef nameOf(const FunctionDecl *Function) {
  return Function && Function->getDeclName().isIdentifier() ? Function->getName()
                                                            : StringRef();
}

/// top(), pop() and push() of std::priority_queue, std::stack and std::queue, and of
/// what is named like them ([container.adaptors]).
End endOfAdaptor(const FunctionDecl &Function, bool Adds) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  StringRef Class = Method && Method->getParent()->getDeclName().isIdentifier()
                        ? Method->getParent()->getName()
                        : StringRef();
  if (Class == "priority_queue")
    return End::Heap;
  if (Class == "stack")
    return End::Back;
  return Class == "queue" ? (Adds ? End::Back : End::Front) : End::None;
}

End lookedAt(const FunctionDecl *Function) {
  StringRef Name = nameOf(Function);
  if (Name == "front")
    return End::Front;
  if (Name == "back")
    return End::Back;
  return Name == "top" ? endOfAdaptor(*Function, /*Adds=*/false) : End::None;
}

End takenAt(const FunctionDecl *Function) {
  StringRef Name = nameOf(Function);
  if (Name == "pop_front")
    return End::Front;
  if (Name == "pop_back")
    return End::Back;
  return Name == "pop" ? endOfAdaptor(*Function, /*Adds=*/false) : End::None;
}

End addedAt(const FunctionDecl *Function) {
  StringRef Name = nameOf(Function);
  if (Name == "push_front" || Name == "emplace_front")
    return End::Front;
  if (Name == "push_back" || Name == "emplace_back")
    return End::Back;
  return Name == "push" || Name == "emplace"
             ? endOfAdaptor(*Function, /*Adds=*/true)
             : End::None;
}

} // namespace

void StaleFinder::lookAtEnd(const CallFact &Call) {
  if (Call.Object && lookedAt(Call.Callee) != End::None &&
      isShared(*Call.Object))
    EndLooks.push_back(addObservation(Call, *Call.Object));
}

/// `int next = due_.top(); co_await print(next); due_.pop();`: what came in meanwhile
/// may be on top.
void StaleFinder::takeOther(const Act &A) {
  End Taken = A.What.Op == Operation::Pops ? takenAt(A.What.Callee) : End::None;
  if (Taken == End::None)
    return;
  for (size_t I : EndLooks) {
    const Observation &Seen = Observed[I];
    if (Seen.Place != A.What.Place ||
        lookedAt(cast<CallFact>(Seen.At)->Callee) != Taken)
      continue;
    Standing Then = Flow->before(*A.At, I);
    // The element looked at may have been taken out already.
    if (!Then.Stale || Then.Fresh || Then.Claimed)
      continue;
    // Looked at again, whatever for.
    if (llvm::any_of(EndLooks, [&](size_t Other) {
          return Observed[Other].Place == Seen.Place &&
                 Flow->before(*A.At, Other).Current;
        }))
      continue;
    report(Reliance::TakesOther, A, Seen, {}, [&](const RemoteAccess &R) {
      bool Self = R.By->Function == Facts.function().getDefinition();
      if (R.What.Op == Operation::Grows)
        return addedAt(R.What.Callee) == Taken ? Effect::Falsifies
                                               : Effect::Preserves;
      return R.What.Op == Operation::Pops && (Self || takenAt(R.What.Callee) == Taken)
                 ? Effect::Falsifies
                 : Effect::Preserves;
    });
  }
}

} // namespace async
