/// \file
/// Where a coroutine runs: what is in a loop, what spins, and where it goes on
/// after an await.

#include "Facts/ExecutorFacts.h"
#include "Facts/FunctionGenerator.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace async {

static StringRef nameOf(const NamedDecl &Decl) {
  return Decl.getDeclName().isIdentifier() ? Decl.getName() : StringRef();
}

static bool containsAny(StringRef Text, std::initializer_list<StringRef> Words) {
  return llvm::any_of(Words, [&](StringRef Word) {
    return Text.contains_insensitive(Word);
  });
}

namespace {

/// What an expression names, as far as it tells where code will run.
struct Target {
  /// Threads that are there to be blocked.
  bool Pool = false;
  /// Where coroutines start: the main loop.
  bool Home = false;
  /// An executor that the models know, and that is no pool.
  bool Known = false;

  void name(StringRef Name) {
    Pool |= containsAny(Name, {"pool", "worker", "background", "blocking",
                               "offload", "cpu", "new_thread", "newThread"}) &&
            !containsAny(Name, {"nonblocking", "non_blocking"});
    Home |= containsAny(Name, {"main", "home", "gui", "origin", "caller",
                               "event_base", "eventBase"}) ||
            Name.trim('_').equals_insensitive("loop") ||
            Name.trim('_').equals_insensitive("ui");
  }
  void mention(const ValueDecl &Decl, const Models &Library) {
    name(nameOf(Decl));
    if (const FunctionModel *Model = Library.findCallable(Decl))
      Pool |= Model->Call.Role == CallRole::Offload;
    type(Decl.getType(), Library);
  }
  void type(QualType Type, const Models &Library) {
    Type = Type.getNonReferenceType();
    if (const auto *Function = Type->getAs<FunctionType>())
      Type = Function->getReturnType().getNonReferenceType();
    if (!Type->getPointeeType().isNull())
      Type = Type->getPointeeType();
    if (const TypeModel *Model = Library.find(Type);
        Model && Model->Role == TypeRole::Executor)
      Known = true;
    const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
    if (!Class)
      return;
    name(nameOf(*Class));
    // thread_pool::executor_type, unique_ptr<thread_pool>
    if (const auto *Outer = dyn_cast<CXXRecordDecl>(Class->getDeclContext()))
      name(nameOf(*Outer));
    if (const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(Class))
      for (const TemplateArgument &Argument :
           Special->getTemplateArgs().asArray())
        if (Argument.getKind() == TemplateArgument::Type)
          if (const CXXRecordDecl *Inner =
                  Argument.getAsType()->getAsCXXRecordDecl())
            name(nameOf(*Inner));
  }
};

Target targetOf(const Stmt *S, const Models &Library) {
  Target Found;
  forEachStmt(S, [&](const Stmt *Part) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Part))
      Found.mention(*Ref->getDecl(), Library);
    else if (const auto *Member = dyn_cast<MemberExpr>(Part))
      Found.mention(*Member->getMemberDecl(), Library);
  });
  return Found;
}

} // namespace

/// By name, where no model says more: awaiting it takes the coroutine to where
/// its arguments or its object say.
static bool soundsLikeMoving(StringRef Name) {
  return containsAny(Name, {"resume_on", "resumeOn", "resume_back", "schedule",
                            "switch", "transfer", "continue_on", "continueOn",
                            "move_to", "moveTo", "hop", "run_on", "runOn",
                            "background", "executor", "enter_", "jump"});
}

void FunctionGenerator::awaited(const CoroutineSuspendExpr &E) {
  const Expr *Operand = E.getOperand();
  if (!Operand)
    return;
  Operand = strip(Operand)->IgnoreImplicit();
  // What was awaited is there.
  forEachStmt(Operand, [&](const Stmt *Part) {
    if (!isa<DeclRefExpr, MemberExpr>(Part))
      return;
    const auto *Mentioned = cast<Expr>(Part);
    QualType Type = Mentioned->getType().getNonReferenceType();
    if (!Type->getPointeeType().isNull())
      Type = Type->getPointeeType();
    const TypeModel *Model = U.Library->find(Type);
    bool Waitable =
        Type->isIntegerType() ||
        (Model && (Model->Role == TypeRole::Wrapper ||
                   llvm::any_of(Model->Methods, [](const auto &Row) {
                     return Row.second.Role == CallRole::Block;
                   })));
    const Path *Place = Waitable ? place(Mentioned) : nullptr;
    if (Place && Type->isPointerType())
      Place = U.Paths.getPointee(Place);
    settle(*Mentioned, Place);
  });

  bool Moves = false;
  if (const auto *Call = dyn_cast<CallExpr>(Operand)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
    const TypeModel *Owner = nullptr;
    CallRole Role =
        Callee ? modelOf(*Callee,
                         Member ? Member->getImplicitObjectArgument() : nullptr,
                         Owner)
                     .Role
               : CallRole::None;
    Moves = Role == CallRole::Switch ||
            (Role == CallRole::None && Callee &&
             soundsLikeMoving(nameOf(*Callee)));
  } else if (const CXXRecordDecl *Class =
                 Operand->getType()->getAsCXXRecordDecl()) {
    // co_await resume_background{}; co_await pool;
    const TypeModel *Model = U.Library->find(*Class);
    Moves = (Model && Model->Role == TypeRole::Executor) ||
            soundsLikeMoving(nameOf(*Class)) ||
            StringRef(nameOf(*Class)).contains_insensitive("pool");
  }
  if (!Moves)
    return;
  Target Where = targetOf(Operand, *U.Library);
  if (Where.Pool)
    add<MoveFact>(E.getSourceRange(), /*OntoLoop=*/false);
  else if (Where.Home)
    add<MoveFact>(E.getSourceRange(), /*OntoLoop=*/true);
  else if (!Where.Known)
    // Unknown is silent: somebody's other thread may be there to be blocked.
    add<MoveFact>(E.getSourceRange(), /*OntoLoop=*/false);
}

/// The calls around \p Closure in \p S, outermost first; true if it is in there.
static bool findCallsAround(const Stmt *S, const CXXRecordDecl &Closure,
                            SmallVectorImpl<const CallExpr *> &Around) {
  if (!S)
    return false;
  const auto *Call = dyn_cast<CallExpr>(S);
  if (Call)
    Around.push_back(Call);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    if (Lambda->getLambdaClass() == &Closure)
      return true;
    SmallVector<const CallExpr *, 4> Inside;
    if (findCallsAround(Lambda->getBody(), Closure, Inside)) {
      // Its own caller is the lambda around it; what starts that one tells.
      Around.append(Inside.begin(), Inside.end());
      return true;
    }
  }
  for (const Stmt *Child : S->children())
    if (findCallsAround(Child, Closure, Around))
      return true;
  if (Call)
    Around.pop_back();
  return false;
}

bool startsElsewhere(const FunctionDecl &Coroutine, const Models &Library) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Coroutine);
  if (!Method || !Method->getParent()->isLambda())
    return false;
  const DeclContext *Outer = Method->getParent()->getDeclContext();
  const FunctionDecl *Enclosing = nullptr;
  for (; Outer && !Outer->isFileContext(); Outer = Outer->getParent())
    if (const auto *Function = dyn_cast<FunctionDecl>(Outer))
      Enclosing = Function;
  const Stmt *Body = Enclosing ? getUserBody(*Enclosing) : nullptr;
  SmallVector<const CallExpr *, 4> Around;
  if (!Body || !findCallsAround(Body, *Method->getParent(), Around))
    return false;
  for (const CallExpr *Call : Around) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (Callee && (Library.findCall(*Callee).Role == CallRole::Offload ||
                   containsAny(nameOf(*Callee), {"offload", "blocking"})))
      return true;
    auto Names = [&](const Expr *E) {
      const Expr *Bare = strip(E)->IgnoreParenImpCasts();
      return !isa<LambdaExpr>(Bare) && targetOf(Bare, Library).Pool;
    };
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
      if (Names(Member->getImplicitObjectArgument()))
        return true;
    for (const Expr *Argument : Call->arguments())
      if (Names(Argument))
        return true;
  }
  return false;
}

/// `while (!done_) ;`: an atomic, a volatile or a member or global that nobody
/// in here changes. Null if the condition does more than ask.
static const Expr *askedBySpin(const Expr *Condition, bool &IsLock) {
  const Expr *Asked = nullptr;
  bool Plain = true;
  forEachStmt(Condition, [&](const Stmt *S) {
    if (const auto *Call = dyn_cast<CXXMemberCallExpr>(S)) {
      const CXXMethodDecl *Method = Call->getMethodDecl();
      const CXXRecordDecl *Class =
          Call->getImplicitObjectArgument()->getType()->getAsCXXRecordDecl();
      StringRef Name = Method ? nameOf(*Method) : "";
      bool Atomic = Class && nameOf(*Class).contains("atomic");
      if (!Atomic || Name.starts_with("compare") || Name.starts_with("fetch") ||
          Name == "exchange")
        Plain = false;
      IsLock |= Name == "test_and_set";
      Asked = Call->getImplicitObjectArgument();
    } else if (isa<CallExpr, CXXConstructExpr, CoroutineSuspendExpr, LambdaExpr>(
                   S)) {
      Plain = false;
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(S)) {
      Plain &= !Unary->isIncrementDecrementOp();
    } else if (const auto *Binary = dyn_cast<BinaryOperator>(S)) {
      Plain &= !Binary->isAssignmentOp();
    } else if (const auto *Member = dyn_cast<MemberExpr>(S)) {
      if (!Asked && isa<FieldDecl>(Member->getMemberDecl()) &&
          Member->getType()->isScalarType())
        Asked = Member;
    } else if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      const auto *Variable = dyn_cast<VarDecl>(Ref->getDecl());
      if (!Asked && Variable && Ref->getType()->isScalarType() &&
          (Variable->hasGlobalStorage() || Ref->getType().isVolatileQualified()))
        Asked = Ref;
    }
  });
  return Plain ? Asked : nullptr;
}

static bool doesNothing(const Stmt *Body) {
  if (!Body || isa<NullStmt>(Body))
    return true;
  if (const auto *Statements = dyn_cast<CompoundStmt>(Body))
    return llvm::all_of(Statements->body(), doesNothing);
  const auto *E = dyn_cast<Expr>(Body);
  const auto *Call = E ? dyn_cast<CallExpr>(strip(E)) : nullptr;
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Call->getNumArgs() == 0 &&
         containsAny(nameOf(*Callee), {"yield", "pause", "relax"});
}

void FunctionGenerator::findWaits(const Stmt *S, bool InLoop) {
  if (!S)
    return;
  if (InLoop && isa<Expr>(S))
    InLoops.insert(S);
  const Stmt *Body = nullptr;
  const Expr *Condition = nullptr;
  if (const auto *Loop = dyn_cast<WhileStmt>(S)) {
    Body = Loop->getBody();
    Condition = Loop->getCond();
  } else if (const auto *Loop = dyn_cast<DoStmt>(S)) {
    Body = Loop->getBody();
    Condition = Loop->getCond();
  } else if (const auto *Loop = dyn_cast<ForStmt>(S)) {
    Body = Loop->getBody();
    Condition = Loop->getInc() ? nullptr : Loop->getCond();
  }
  bool IsLock = false;
  if (const Expr *Asked = Condition && Body && doesNothing(Body)
                              ? askedBySpin(Condition, IsLock)
                              : nullptr;
      Asked && !IsLock)
    Spins[strip(Condition)] = Asked;
  InLoop |= isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(S);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
    for (const Expr *Init : Lambda->capture_inits())
      findWaits(Init, InLoop);
    return;
  }
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S)) {
    if (const Expr *Operand = Suspend->getOperand()) {
      AwaitedOperands.insert(strip(Operand)->IgnoreImplicit());
      findWaits(Operand, InLoop);
    }
    return;
  }
  for (const Stmt *Child : S->children())
    findWaits(Child, InLoop);
}

} // namespace async
