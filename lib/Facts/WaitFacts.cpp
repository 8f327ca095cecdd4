/// \file
/// Calls that block the thread, and what is known to be ready so that they do
/// not.

#include "Facts/FunctionGenerator.h"
#include "Support/ClangCompat.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {

static StringRef nameOf(const NamedDecl &Decl) {
  return Decl.getDeclName().isIdentifier() ? Decl.getName() : StringRef();
}

/// The expression as written: what it is before it is converted to a base.
static const Expr *bare(const Expr *E) {
  return strip(strip(E)->IgnoreParenImpCasts())->IgnoreParenImpCasts();
}

static QualType pointedTo(QualType Type) {
  if (const auto *Pointer = Type->getAs<PointerType>())
    return Pointer->getPointeeType();
  return Type;
}

/// By name, where no model says more: the answer is about the present, and who
/// asks acts on it. What has been detached or made non-blocking is not waited
/// for either.
static bool isSettledBy(StringRef Name) {
  return StringSwitch<bool>(Name)
      .Cases({"is_ready", "isReady", "ready", "available"}, true)
      .Cases({"is_done", "isDone", "done", "isFinished", "isRunning"}, true)
      .Cases({"has_value", "hasValue", "has_result", "hasResult"}, true)
      .Cases({"poll", "try_wait", "isResultReadyAt", "bytesAvailable"}, true)
      .Cases({"detach", "non_blocking", "native_non_blocking"}, true)
      .Default(false);
}

/// True if objects of the type are awaited or returned by coroutines.
static bool isAwaitable(QualType Type, ASTContext &AST) {
  const CXXRecordDecl *Class = Type.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return false;
  for (StringRef Member : {"promise_type", "await_ready"})
    if (!Class->getDefinition()->lookup(&AST.Idents.get(Member)).empty())
      return true;
  return false;
}

/// Every library has this function under one of a few names.
static bool isSyncWait(const FunctionDecl &Callee,
                       llvm::ArrayRef<const Expr *> Arguments,
                       ASTContext &AST) {
  bool Named = StringSwitch<bool>(nameOf(Callee))
                   .Cases({"sync_wait", "syncWait", "sync_await"}, true)
                   .Cases({"blocking_wait", "blockingWait"}, true)
                   .Cases({"block_on", "blockOn", "wait_sync"}, true)
                   .Default(false);
  return Named && llvm::any_of(Arguments, [&](const Expr *Argument) {
           return isAwaitable(Argument->getType(), AST);
         });
}

/// What a call says about how long it may take, beside its name.
static bool saysNotToWait(const FunctionDecl &Callee,
                          llvm::ArrayRef<const Expr *> Arguments,
                          ASTContext &AST) {
  auto Integer = [&](unsigned Index) -> std::optional<int64_t> {
    Expr::EvalResult Result;
    if (Index < Arguments.size() && !Arguments[Index]->isValueDependent() &&
        Arguments[Index]->getType()->isIntegralOrEnumerationType() &&
        Arguments[Index]->EvaluateAsInt(Result, AST))
      return Result.Val.getInt().getExtValue();
    return std::nullopt;
  };
  // POSIX: a flag, or a timeout of nothing.
  if (Callee.isExternC()) {
    struct Flag {
      unsigned Index;
      int64_t Bits;
    };
    StringRef Name = nameOf(Callee);
    if (Name == "poll" || Name == "epoll_wait")
      return Integer(Arguments.size() - 1) == 0;
    Flag Known = StringSwitch<Flag>(Name)
                     .Case("waitpid", {2, 1})
                     .Cases({"recv", "send", "recvfrom", "sendto"}, {3, 0x40})
                     .Cases({"recvmsg", "sendmsg"}, {2, 0x40})
                     .Case("flock", {1, 4})
                     .Default({0, 0});
    std::optional<int64_t> Given = Integer(Known.Index);
    return Known.Bits && Given && (*Given & Known.Bits);
  }
  // wait_for(0s), wait(0): the answer is had at once.
  for (const Expr *Argument : Arguments) {
    const Expr *E = strip(Argument);
    const CXXRecordDecl *Class = E->getType()->getAsCXXRecordDecl();
    if (!Class) {
      if (Arguments.size() == 1 && Integer(0) == 0)
        return true;
      continue;
    }
    Expr::EvalResult Result;
    if (nameOf(*Class) != "duration" || E->isValueDependent() ||
        !E->EvaluateAsRValue(Result, AST) || !Result.Val.isStruct() ||
        Result.Val.getStructNumFields() != 1)
      continue;
    const APValue &Count = Result.Val.getStructField(0);
    if (Count.isInt() && Count.getInt() == 0)
      return true;
  }
  return false;
}

/// The models name C functions without a scope. A function of the user's that
/// has such a name is meant only if it could be one of C.
static bool isMeant(const FunctionDecl &Callee, BlockReason Reason) {
  const DeclContext *Scope = Callee.getDeclContext()->getRedeclContext();
  if (Callee.isExternC() || !Scope->isTranslationUnit())
    return true;
  // connect, send, open: everybody's names.
  if (Reason == BlockReason::Moment || Reason == BlockReason::File)
    return false;
  auto IsPlain = [](QualType Type) {
    return Type->isScalarType() || Type->isVoidType();
  };
  return !Callee.getDefinition() && IsPlain(Callee.getReturnType()) &&
         llvm::all_of(Callee.parameters(), [&](const ParmVarDecl *Parameter) {
           return IsPlain(Parameter->getType());
         });
}

CallModel FunctionGenerator::modelOf(const FunctionDecl &Callee,
                                     const Expr *Object,
                                     const TypeModel *&Owner) const {
  if (!Object)
    return U.Library->findCall(Callee);
  QualType Type = pointedTo(bare(Object)->getType());
  Owner = U.Library->find(Type);
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Callee); Method && !Owner)
    Owner = U.Library->find(*Method->getParent());
  return U.Library->findCall(Callee, Type);
}

void FunctionGenerator::settle(const Expr &Site, const Path *Place) {
  if (Place && Place->step() != Path::Step::This)
    add<SettleFact>(Site.getSourceRange(), *Place);
}

void FunctionGenerator::block(const Expr &Site, const FunctionDecl *Callee,
                              const Expr *Object, BlockReason Reason,
                              llvm::StringRef Remedy, const Expr *Task) {
  const Path *Place = Object ? reach(Object) : nullptr;
  // A descriptor is given by value.
  if (Object && !Place)
    Place = place(bare(Object));
  add<BlockFact>(Site.getSourceRange(), Callee, Place, Reason, Remedy,
                 InLoops.contains(&Site), Task);
}

void FunctionGenerator::waitCall(const CallExpr &E, const FunctionDecl &Callee,
                                 const Expr *Object, Exprs Arguments) {
  if (Object && isSettledBy(nameOf(Callee)))
    settle(E, reach(Object));
  // Awaiting what a call gives blocks nobody.
  if (AwaitedOperands.contains(&E))
    return;
  const TypeModel *Owner = nullptr;
  CallModel Model = modelOf(Callee, Object, Owner);
  if (!isMeant(Callee, Model.For))
    Model = CallModel();
  const FunctionModel *Entry = U.Library->findFunction(Callee);
  StringRef Remedy = Entry ? StringRef(Entry->Remedy)
                     : Owner ? StringRef(Owner->Remedy) : StringRef();
  const Expr *On = Object;
  if (!Object && !Arguments.empty()) {
    // A stream is given to getline() and to most of its operators.
    const Expr *First = bare(Arguments.front());
    llvm::SmallString<16> Name(nameOf(Callee));
    if (Callee.isOverloadedOperator())
      (Name = "operator") += getOperatorSpelling(Callee.getOverloadedOperator());
    const TypeModel *Stream = U.Library->find(First->getType());
    auto Row = Stream && Model.Role == CallRole::None
                   ? Stream->Methods.find(Name)
                   : decltype(Stream->Methods.find(Name))();
    if (Stream && Model.Role == CallRole::None &&
        Row != Stream->Methods.end()) {
      Model = Row->second;
      Remedy = Stream->Remedy;
      On = First;
    }
    if (Model.Of.Index >= 0 &&
        static_cast<size_t>(Model.Of.Index) < Arguments.size())
      On = Arguments[Model.Of.Index];
  }
  // std::cin: whatever reads from it.
  const Expr *Source = Object ? Object : Arguments.empty() ? nullptr
                                                           : Arguments.front();
  if (const auto *Ref = Source ? dyn_cast<DeclRefExpr>(bare(Source)) : nullptr)
    if (const auto *Global = dyn_cast<VarDecl>(Ref->getDecl());
        Global && Global->hasGlobalStorage() && Model.Role == CallRole::None)
      if (const FunctionModel *Known = U.Library->findCallable(*Global);
          Known && Known->Call.Role == CallRole::Block &&
          (Callee.isOverloadedOperator() || nameOf(Callee).starts_with("get") ||
           nameOf(Callee) == "read" || nameOf(Callee) == "ignore")) {
        Model = Known->Call;
        Remedy = Known->Remedy;
        On = bare(Source);
      }
  bool Blocks = Model.Role == CallRole::Block ||
                (Model.Role == CallRole::Wait &&
                 (!Owner || Owner->Role == TypeRole::ThreadCondition)) ||
                (Model.Role == CallRole::None &&
                 isSyncWait(Callee, Arguments, U.AST));
  if (Model.Role == CallRole::Offload && Discarded.contains(&E) &&
      !E.getType()->isVoidType()) {
    // The result of std::async waits in its destructor ([futures.async]/5).
    if (const TypeModel *Result = U.Library->find(E.getType()))
      for (const auto &Row : Result->Methods)
        Blocks |= Row.getKey().starts_with("~") &&
                  Row.second.Role == CallRole::Block;
    On = nullptr;
  }
  if (!Blocks)
    return;
  if (saysNotToWait(Callee, Arguments, U.AST)) {
    if (On)
      settle(E, reach(On));
    return;
  }
  const Expr *Task =
      !Object && Arguments.size() == 1 && Model.For == BlockReason::Wait &&
              isAwaitable(Arguments.front()->getType(), U.AST)
          ? Arguments.front()
          : nullptr;
  block(E, &Callee, On, Model.For, Remedy, Task);
  // A second wait for the same event takes no time.
  if (On && Owner && Owner->Role == TypeRole::Other &&
      Model.For == BlockReason::Wait)
    settle(E, reach(On));
}

void FunctionGenerator::waitConstructed(const CXXConstructExpr &E) {
  const CXXConstructorDecl &Constructor = *E.getConstructor();
  if (E.getNumArgs() == 0 || Constructor.isCopyOrMoveConstructor())
    return;
  StringRef Name = nameOf(*Constructor.getParent());
  if (Name.empty())
    return;
  // istreambuf_iterator(file) reads what the file has, to its end.
  const Expr *First = bare(E.getArg(0));
  CallModel Model = U.Library->findCall(Constructor);
  const TypeModel *Given =
      Model.Role == CallRole::None ? U.Library->find(First->getType()) : nullptr;
  if (Given)
    Model = Given->Methods.lookup(Name);
  if (Model.Role == CallRole::Block)
    block(E, &Constructor, Given ? First : nullptr, Model.For, "");
}

/// std::jthread and the future of std::async wait in their destructors.
void FunctionGenerator::waitAtEnd(const VarDecl &Variable, SourceLocation At) {
  const TypeModel *Type = U.Library->find(Variable.getType());
  const Expr *Init = Variable.getInit();
  if (!Type || !Init || Variable.getType()->isReferenceType())
    return;
  Init = bare(Init);
  const FunctionDecl *Maker = nullptr;
  if (const auto *Call = dyn_cast<CallExpr>(Init))
    Maker = Call->getDirectCallee();
  else if (const auto *Made = dyn_cast<CXXConstructExpr>(Init);
           Made && Made->getNumArgs() != 0)
    Maker = Made->getConstructor();
  if (!Maker || U.Library->findCall(*Maker).Role != CallRole::Offload)
    return;
  for (const auto &Row : Type->Methods)
    if (Row.getKey().starts_with("~") && Row.second.Role == CallRole::Block) {
      const CXXRecordDecl *Class = Variable.getType()->getAsCXXRecordDecl();
      add<BlockFact>(SourceRange(At), Class ? Class->getDestructor() : nullptr,
                     U.Paths.getVariable(&Variable), Row.second.For,
                     StringRef(Type->Remedy), /*InLoop=*/false,
                     /*Task=*/nullptr);
    }
}

} // namespace async
