#include "Sharing/Access.h"

#include "Sharing/Closures.h"

#include "Facts/Variants.h"
#include "Models/NameIndex.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {

const Path *Accesses::translate(const Path &Inner, const FunctionDecl &Callee,
                                const CallFact &Call) {
  PathFactory &Paths = Store.unit().Paths;
  const Path &Base = Inner.base();
  switch (Base.step()) {
  case Path::Step::Global:
    return &Inner;
  case Path::Step::This: {
    const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
    if (!Method)
      return nullptr;
    // In a closure `this` is the enclosing function's.
    if (Method->getParent()->isLambda())
      return &Inner;
    const Path *Self = Paths.getThis(Method->getParent());
    return Call.Object && Self == &Base ? Paths.rebase(&Inner, Self, Call.Object)
                                        : nullptr;
  }
  case Path::Step::Variable: {
    const auto *Parameter = dyn_cast<ParmVarDecl>(Base.decl());
    if (!Parameter || Parameter->getDeclContext() != &Callee)
      // A closure names its enclosing function's variables.
      return Base.decl()->getDeclContext() == &Callee ? nullptr : &Inner;
    unsigned Index = Parameter->getFunctionScopeIndex();
    const Path *Reached = Paths.getPointee(&Base);
    if (Index >= Call.Arguments.size() || !Call.Arguments[Index] ||
        !Reached->contains(Inner))
      return nullptr;
    QualType Type = Parameter->getType();
    const Path *To = Call.Arguments[Index];
    // The copy of a handle points to what the handle points to.
    if (!Type->isReferenceType() && !Type->isPointerType())
      To = Paths.getPointee(To);
    return Paths.rebase(&Inner, Reached, To);
  }
  default:
    return nullptr;
  }
}

/// A method of a container or owner, of which its model says what it invalidates.
static bool isModelled(const FunctionDecl &Callee, const Models &Library) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  const TypeModel *Model =
      Method && !Method->isStatic() ? Library.find(*Method->getParent()) : nullptr;
  if (!Model)
    return false;
  llvm::SmallString<32> Storage;
  return Model->Invalidates.contains(simpleName(Callee, Storage));
}

void Accesses::ofLibraryCall(const CallFact &Call,
                             llvm::SmallVectorImpl<Access> &Into) {
  auto Add = [&](const Path *Place, Operation Op, Constant Value) {
    if (Place && Op != Operation::Unknown)
      Into.push_back({Place, Op, Value, WriteFact::Form::Assign, &Call,
                      Call.range(), Call.Callee});
  };
  if (Call.Object) {
    Operation Op = classify(*Call.Callee);
    if (Op == Operation::Unknown &&
        isModelled(*Call.Callee, *Store.unit().Library))
      Op = Operation::Rearranges;
    if (Constant Alternative = alternativeNamedBy(*Call.Callee);
        Alternative.isKnown())
      Add(Call.Object, Operation::Replaces, Alternative);
    else
      Add(Call.Object, Op, Call.First);
    for (unsigned I = 0; I != Call.Arguments.size(); ++I)
      Add(Call.Arguments[I], classifyArgument(*Call.Callee, I), Constant());
    return;
  }
  for (unsigned I = 0; I != Call.Arguments.size(); ++I)
    Add(Call.Arguments[I], classifyArgument(*Call.Callee, I), Call.Second);
  // An algorithm calls what it is given.
  if (!Call.Callee->isInStdNamespace() || keepsCallable(*Call.Callee))
    return;
  for (const Path *Argument : Call.Arguments)
    if (const CXXMethodDecl *Operator =
            Argument ? closureOf(*Argument) : nullptr)
      ofCallee(*Operator, Call, Into);
}

void Accesses::ofCallee(const FunctionDecl &Definition, const CallFact &Call,
                        llvm::SmallVectorImpl<Access> &Into) {
  bool Algorithm = Call.Callee->getDefinition() != &Definition;
  for (const Access &Inner : of(Definition)) {
    // What an algorithm passes to it is not known.
    const auto *Parameter =
        dyn_cast_or_null<ParmVarDecl>(Inner.Place->base().decl());
    if (Algorithm && Parameter && Parameter->getDeclContext() == &Definition)
      continue;
    const Path *Place = translate(*Inner.Place, Definition, Call);
    if (!Place)
      continue;
    Access Seen = Inner;
    Seen.Place = Place;
    Seen.At = &Call;
    Into.push_back(Seen);
  }
}

void Accesses::ofCall(const CallFact &Call,
                      llvm::SmallVectorImpl<Access> &Into) {
  if (!Call.Callee)
    return;
  const FunctionDecl &Callee = *Call.Callee;
  const SourceManager &SM = Store.unit().AST.getSourceManager();
  const FunctionDecl *Definition = Callee.getDefinition();
  if (SM.isInSystemHeader(Callee.getLocation()) || !Definition ||
      isModelled(Callee, *Store.unit().Library)) {
    ofLibraryCall(Call, Into);
    return;
  }
  // The body tells more than the name. Of a coroutine nothing is done before
  // it runs, and when that is, is not known.
  if (getCoroutineBody(*Definition))
    return;
  ofCallee(*Definition, Call, Into);
}

void Accesses::of(const Fact &F, llvm::SmallVectorImpl<Access> &Into) {
  if (const auto *Read = dyn_cast<ReadFact>(&F))
    Into.push_back({&Read->Place, Operation::Examine, Constant(),
                    WriteFact::Form::Assign, &F, F.range()});
  else if (const auto *Write = dyn_cast<WriteFact>(&F))
    Into.push_back({&Write->Place,
                    Write->How == WriteFact::Form::Taken ? Operation::Shrinks
                                                         : Operation::Replaces,
                    Write->Value, Write->How, &F, F.range()});
  else if (const auto *Call = dyn_cast<CallFact>(&F))
    ofCall(*Call, Into);
}

llvm::ArrayRef<Access> Accesses::of(const FunctionDecl &Function) {
  const FunctionDecl *Definition = Function.getDefinition();
  if (!Definition)
    return {};
  // A function that is being summarised adds nothing to itself.
  if (auto It = Summaries.find(Definition); It != Summaries.end())
    return It->second;
  // Too deep from here; asked directly, it is summarised all the same.
  if (Depth == MaxDepth)
    return {};
  Summaries.try_emplace(Definition);
  const FunctionFacts *Facts = Store.get(*Definition);
  if (!Facts)
    return {};
  ++Depth;
  llvm::SmallVector<Access, 16> Found;
  for (const CFGBlock *Block : Facts->graph())
    for (const Fact *F : Facts->in(*Block))
      of(*F, Found);
  --Depth;
  std::vector<Access> &Summary = Summaries[Definition];
  Summary.assign(Found.begin(), Found.end());
  return Summary;
}

} // namespace async
