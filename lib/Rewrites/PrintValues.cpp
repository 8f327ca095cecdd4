#include "Rewrites/PrintValues.h"

#include "Rewrites/FreshNames.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

using namespace clang;
using llvm::formatv;

namespace async {
namespace {

/// Where a function gives its result.
struct Returns : RecursiveASTVisitor<Returns> {
  struct Return {
    SourceRange Where;
    /// Null for one without a value.
    const Expr *Value;
  };
  std::vector<Return> Found;

  explicit Returns(const FunctionDecl &F) {
    TraverseStmt(const_cast<Stmt *>(F.getBody()));
  }
  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
  bool VisitReturnStmt(ReturnStmt *S) {
    Found.push_back({S->getSourceRange(), S->getRetValue()});
    return true;
  }
  bool VisitCoreturnStmt(CoreturnStmt *S) {
    Found.push_back({S->getSourceRange(), S->getOperand()});
    return true;
  }
};

/// The calls that are statements, `co_await f();` included.
class Statements : public RecursiveASTVisitor<Statements> {
public:
  struct Statement {
    SourceLocation Begin;
    bool IsAwaited = false;
  };

  explicit Statements(const FunctionDecl &F) {
    TraverseStmt(const_cast<Stmt *>(F.getBody()));
  }

  /// Null if \p Call is part of something else.
  const Statement *find(const CallExpr &Call) const {
    auto It = Found.find(&Call);
    return It == Found.end() ? nullptr : &It->second;
  }

  bool VisitCompoundStmt(CompoundStmt *S) {
    for (const Stmt *Child : S->body())
      note(Child);
    return true;
  }
  bool VisitIfStmt(IfStmt *S) {
    note(S->getThen());
    note(S->getElse());
    return true;
  }
  bool VisitForStmt(ForStmt *S) { return note(S->getBody()); }
  bool VisitWhileStmt(WhileStmt *S) { return note(S->getBody()); }
  bool VisitDoStmt(DoStmt *S) { return note(S->getBody()); }
  bool VisitCXXForRangeStmt(CXXForRangeStmt *S) { return note(S->getBody()); }
  bool VisitSwitchCase(SwitchCase *S) { return note(S->getSubStmt()); }
  bool VisitLabelStmt(LabelStmt *S) { return note(S->getSubStmt()); }

private:
  bool note(const Stmt *S) {
    const auto *E = dyn_cast_or_null<Expr>(S);
    if (!E)
      return true;
    Statement Result{E->getBeginLoc()};
    E = E->IgnoreImplicit();
    if (const auto *Await = dyn_cast<CoawaitExpr>(E)) {
      Result.IsAwaited = true;
      E = Await->getOperand()->IgnoreImplicit()->IgnoreParenImpCasts();
    }
    if (const auto *Call = dyn_cast<CallExpr>(E))
      Found[Call] = Result;
    return true;
  }

  llvm::DenseMap<const CallExpr *, Statement> Found;
};

/// True if control gets past the end of \p Body, as far as its last statement tells.
bool fallsOff(const CompoundStmt &Body) {
  return Body.body_empty() ||
         !isa<ReturnStmt, CoreturnStmt>(Body.body_back());
}

class Printer {
public:
  Printer(const ValuesPlan &Plan, std::vector<Obstacle> &Obstacles)
      : Plan(Plan), Class(*Plan.Class), AST(Class.getASTContext()), Text(AST),
        Names(Class), Obstacles(Obstacles) {}

  std::optional<SuggestedHeader> print(const std::vector<std::string> &Prologue) {
    chooseNames();
    editMember();
    for (const ValueFunction &F : Plan.Functions)
      editFunction(F);
    if (!Obstacles.empty())
      return std::nullopt;
    std::vector<std::string> All = Prologue;
    All.push_back("#include <utility>");
    return copyClass(Class, Name, about(), All, Text, Obstacles);
  }

private:
  void add(SourceRange Where, std::string Message) {
    Obstacles.push_back({Where.getBegin(), std::move(Message)});
  }

  void replace(SourceRange Tokens, std::string With) {
    if (std::optional<Span> Where = Text.spanOf(Tokens))
      Text.replace(*Where, std::move(With));
    else
      add(Tokens, "this comes out of a macro");
  }

  void insert(SourceLocation Before, std::string What) {
    if (std::optional<Span> Where = Text.spanOf(Before))
      Text.insert(Where->File, Where->Begin, std::move(What));
    else
      add(Before, "this comes out of a macro");
  }

  void chooseNames() {
    Names.reserveIn(Text.original(Class.getSourceRange()));
    for (const DeclaratorDecl *D : outsideDefinitions(Class, AST))
      Names.reserveIn(Text.original(D->getSourceRange()));
    do
      Name = Names.type({Class.getName(), "values"});
    while (!Class.getDeclContext()
                ->getEnclosingNamespaceContext()
                ->lookup(&AST.Idents.get(Name))
                .empty());
    Text.rename(Class.getName(), Name);
    StringRef Bare = Plan.Member->getName();
    Bare.consume_front("m_");
    Bare = Bare.trim('_');
    const StringRef Wanted[] = {Bare.empty() ? "value" : Bare, "current", "now"};
    Value = Names.fresh(llvm::ArrayRef(Wanted));
    Initial = Names.function({"initial", Bare.empty() ? "value" : Bare});
    Type = spellValue(Plan.Member->getTypeSourceInfo()->getTypeLoc(), AST);
  }

  /// The member goes; what it began with stays known.
  void editMember() {
    std::optional<Span> Where = memberSpan(*Plan.Member, Text);
    bool IsAlone = true;
    for (const FieldDecl *F : Class.fields())
      IsAlone &= F == Plan.Member || F->getBeginLoc() != Plan.Member->getBeginLoc();
    if (!Where || !IsAlone) {
      add(Plan.Member->getLocation(),
          "'" + Plan.Member->getNameAsString() +
              "' is declared together with others: give it a declaration of its "
              "own");
      return;
    }
    const Expr *Init = Plan.Member->getInClassInitializer();
    Begins = Init && !Init->isValueDependent() && Init->isEvaluatable(AST);
    Text.replace(*Where, "");
    auto Brace = Text.spanOf(Class.getBraceRange().getEnd());
    if (Begins && Brace)
      Text.insert(Brace->File, Brace->Begin,
                  formatv("\npublic:\n/// What to begin with.\nstatic constexpr {0} "
                          "{1} = {2};\n",
                          Type, Initial, Text.original(Init->getSourceRange())));
    for (const CXXConstructorDecl *C : Class.ctors())
      if (const auto *Definition =
              cast_or_null<CXXConstructorDecl>(C->getDefinition()))
        editConstructor(*Definition);
  }

  /// The member's initializer goes too.
  void editConstructor(const CXXConstructorDecl &C) {
    std::vector<const CXXCtorInitializer *> Written;
    for (const CXXCtorInitializer *I : C.inits())
      if (I->isWritten())
        Written.push_back(I);
    llvm::sort(Written, [](const auto *A, const auto *B) {
      return A->getSourceOrder() < B->getSourceOrder();
    });
    for (size_t I = 0; I != Written.size(); ++I) {
      if (Written[I]->getMember() != Plan.Member)
        continue;
      std::optional<Span> Own = Text.spanOf(Written[I]->getSourceRange());
      if (!Own) {
        add(Written[I]->getSourceRange(), "this comes out of a macro");
        return;
      }
      if (I != 0) {
        if (auto Last = Text.spanOf(Written[I - 1]->getSourceRange()))
          Own->Begin = Last->End;
      } else if (Written.size() > 1) {
        if (auto Next = Text.spanOf(Written[1]->getSourceRange()))
          Own->End = Next->Begin;
      } else {
        StringRef Before = AST.getSourceManager()
                               .getBufferData(Own->File)
                               .take_front(Own->Begin);
        Own->Begin = static_cast<unsigned>(Before.rfind(':'));
      }
      Text.replace(*Own, "");
    }
  }

  /// The type of what \p F gives.
  std::string resultOf(const ValueFunction &F) const {
    const std::string Both =
        F.Result == "void" ? Type : "std::pair<" + Type + ", " + F.Result + ">";
    return F.IsCoroutine ? F.Task.of(Both) : Both;
  }

  void editFunction(const ValueFunction &F) {
    for (const FunctionDecl *D : F.Method->redecls()) {
      FunctionTypeLoc Signature = D->getFunctionTypeLoc();
      if (!Signature) {
        add(D->getLocation(), "'" + D->getNameAsString() +
                                  "' has no parameters of its own");
        continue;
      }
      if (F.Changes)
        replace(Signature.getReturnLoc().getSourceRange(), resultOf(F));
      if (auto Open = Text.spanOf(Signature.getLParenLoc()))
        Text.insert(Open->File, Open->End,
                    Type + " " + Value + (D->param_empty() ? "" : ", "));
    }
    for (SourceRange Use : F.Uses)
      replace(Use, Value);
    const Statements Calls(*F.Method->getDefinition());
    for (const OwnCall &C : F.Calls)
      editCall(C, Calls);
    if (!F.Changes)
      return;
    const FunctionDecl &Definition = *F.Method->getDefinition();
    const std::string Give = F.IsCoroutine ? "co_return " : "return ";
    for (const Returns::Return &R : Returns(Definition).Found) {
      if (F.Result == "void") {
        if (R.Value)
          add(R.Where, "this returns what has no value");
        replace(R.Where, Give + Value);
        continue;
      }
      if (!R.Value)
        continue;
      replaceReturn(R, R.Value->getSourceRange(), Give, F);
    }
    const auto *Body = dyn_cast<CompoundStmt>(getUserBody(Definition));
    if (!Body) {
      add(Definition.getLocation(), "'" + Definition.getNameAsString() +
                                        "' is one try block");
      return;
    }
    if (F.Result == "void" && fallsOff(*Body))
      insert(Body->getRBracLoc(), Give + Value + ";\n");
  }

  void replaceReturn(const Returns::Return &R, SourceRange Range,
                     const std::string &Give, const ValueFunction &F) {
    std::optional<Span> From = Text.spanOf(R.Where), Of = Text.spanOf(Range);
    if (!From || !Of) {
      add(R.Where, "this comes out of a macro");
      return;
    }
    // Braces are evaluated in order; what changes the value comes before.
    if (mentionsChange(F, *R.Value)) {
      add(R.Where, "'" + Plan.Member->getNameAsString() +
                       "' is changed in what is returned here: do it before");
      return;
    }
    Text.replace({From->File, From->Begin, Of->Begin},
                 Give + "std::pair<" + Type + ", " + F.Result + ">{" + Value +
                     ", ");
    Text.insert(Of->File, Of->End, "}");
  }

  /// True if \p Result may change the value while it is computed.
  bool mentionsChange(const ValueFunction &F, const Expr &Result) const {
    const SourceManager &SM = AST.getSourceManager();
    auto IsIn = [&](SourceLocation L) {
      return !SM.isBeforeInTranslationUnit(L, Result.getBeginLoc()) &&
             !SM.isBeforeInTranslationUnit(Result.getEndLoc(), L);
    };
    auto MayChange = [&](const OwnCall &C) {
      return Plan.find(*C.Callee)->Changes && IsIn(C.Name);
    };
    auto IsUsed = [&](SourceRange Use) { return IsIn(Use.getBegin()); };
    return llvm::any_of(F.Calls, MayChange) ||
           (llvm::any_of(F.Uses, IsUsed) && Result.HasSideEffects(AST));
  }

  void editCall(const OwnCall &C, const Statements &All) {
    const ValueFunction &Callee = *Plan.find(*C.Callee);
    const CXXMemberCallExpr &Call = *C.Call;
    // Behind the `(` of the call.
    SourceLocation Open = Lexer::findLocationAfterToken(
        C.Name, tok::l_paren, AST.getSourceManager(), AST.getLangOpts(),
        /*SkipTrailingWhitespaceAndNewLine=*/false);
    bool HasArguments = false;
    for (const Expr *Argument : Call.arguments())
      HasArguments |= !isa<CXXDefaultArgExpr>(Argument);
    if (Open.isInvalid()) {
      add(Call.getSourceRange(), "this call comes out of a macro");
      return;
    }
    auto [File, Offset] = AST.getSourceManager().getDecomposedLoc(Open);
    Text.insert(File, Offset, Value + (HasArguments ? ", " : ""));
    if (!Callee.Changes)
      return;
    // The new value is taken where the call is a statement.
    const Statements::Statement *Whole = All.find(Call);
    if (Callee.Result != "void" || !Whole ||
        Whole->IsAwaited != Callee.IsCoroutine) {
      add(Call.getSourceRange(),
          "'" + Callee.Method->getNameAsString() +
              "' changes the value, which can be taken over only where its call "
              "is a statement and has no result of its own");
      return;
    }
    insert(Whole->Begin, Value + " = ");
  }

  std::vector<std::string> about() const {
    const SourceManager &SM = AST.getSourceManager();
    const std::string Member = Plan.Member->getNameAsString();
    std::vector<std::string> Lines{
        formatv("{0} without {1}, made from {2} by", Class.getQualifiedNameAsString(),
                Member,
                llvm::sys::path::filename(
                    SM.getFilename(SM.getLocForStartOfFile(SM.getMainFileID()))))
            .str(),
        "async-tidy --suggest-values.",
        "",
        "The value is passed in, and what changes it returns the new one: nobody else",
        "can change it in between. Whoever drives the steps keeps it, one after the",
        "other:"};
    for (const ValueFunction &F : Plan.Functions)
      if (F.Changes && F.Result == "void") {
        Lines.push_back("");
        Lines.push_back(formatv("  {0} = {1}object.{2}({0}{3});", Value,
                                F.IsCoroutine ? "co_await " : "",
                                F.Method->getNameAsString(),
                                F.Method->param_empty() ? "" : ", ...")
                            .str());
        break;
      }
    Lines.push_back("");
    Lines.push_back("An event that changes it while a step waits is a message to the one");
    Lines.push_back("who keeps it.");
    return Lines;
  }

  const ValuesPlan &Plan;
  const CXXRecordDecl &Class;
  ASTContext &AST;
  SourceText Text;
  FreshNames Names;
  std::vector<Obstacle> &Obstacles;
  std::string Name, Value, Initial, Type;
  bool Begins = false;
};

} // namespace

std::optional<SuggestedHeader>
printValues(const ValuesPlan &Plan, const std::vector<std::string> &Prologue,
            std::vector<Obstacle> &Obstacles) {
  return Printer(Plan, Obstacles).print(Prologue);
}

} // namespace async
