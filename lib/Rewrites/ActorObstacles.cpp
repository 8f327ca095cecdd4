#include "Rewrites/ActorObstacles.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace async {
namespace {

/// What a statement has below it, lambdas left out.
struct Survey : RecursiveASTVisitor<Survey> {
  bool Suspends = false, Leaves = false, Yields = false;
  llvm::SmallPtrSet<const ValueDecl *, 4> Members;

  explicit Survey(const Stmt *S) { TraverseStmt(const_cast<Stmt *>(S)); }
  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
  bool VisitCoroutineSuspendExpr(CoroutineSuspendExpr *E) {
    Suspends = true;
    Yields |= isa<CoyieldExpr>(E);
    return true;
  }
  bool VisitBreakStmt(BreakStmt *) { return Leaves = true; }
  bool VisitReturnStmt(ReturnStmt *) { return Leaves = true; }
  bool VisitCoreturnStmt(CoreturnStmt *) { return Leaves = true; }
  bool VisitGotoStmt(GotoStmt *) { return Leaves = true; }
  bool VisitCXXThrowExpr(CXXThrowExpr *) { return Leaves = true; }
  bool VisitMemberExpr(MemberExpr *E) {
    if (isa<CXXThisExpr>(E->getBase()->IgnoreParenImpCasts()))
      Members.insert(E->getMemberDecl());
    return true;
  }
};

/// Loops of a handler that keep the actor from its next message.
class Loops : public RecursiveASTVisitor<Loops> {
public:
  Loops(const FunctionDecl &Handler, llvm::ArrayRef<const FieldDecl *> State,
        Accesses &Summaries, std::vector<Obstacle> &Into)
      : Handler(Handler), State(State), Summaries(Summaries), Into(Into) {
    TraverseStmt(Handler.getBody());
  }

  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
  bool VisitWhileStmt(WhileStmt *Loop) {
    judge(*Loop, Loop->getCond(), Loop->getBody());
    return true;
  }
  bool VisitDoStmt(DoStmt *Loop) {
    judge(*Loop, Loop->getCond(), Loop->getBody());
    return true;
  }
  bool VisitForStmt(ForStmt *Loop) {
    judge(*Loop, Loop->getCond(), Loop->getBody());
    return true;
  }

private:
  void judge(const Stmt &Loop, const Expr *Condition, const Stmt *Body) {
    const Survey All(&Loop), Inside(Body);
    if (!All.Suspends)
      return;
    const std::string Name = "'" + Handler.getNameAsString() + "'";
    bool Always = false;
    if (!Condition || (!Condition->isValueDependent() &&
                       Condition->EvaluateAsBooleanCondition(
                           Always, Handler.getASTContext()) &&
                       Always)) {
      if (!Inside.Leaves)
        Into.push_back({Loop.getBeginLoc(),
                        Name + " runs for ever here, and an actor handles one "
                               "message at a time: make what one round does a "
                               "coroutine of its own"});
      return;
    }
    const Survey Asked(Condition);
    for (const FieldDecl *F : State)
      if (Asked.Members.contains(F) && !Inside.Leaves && !isChanged(*F, Loop)) {
        Into.push_back({Loop.getBeginLoc(),
                        Name + " waits here for others to change '" +
                            F->getNameAsString() +
                            "', but an actor handles one message at a time: "
                            "keep the request and reply to it later"});
        return;
      }
  }

  /// True if the function itself changes the member, or passes it on, in the loop.
  bool isChanged(const FieldDecl &F, const Stmt &Loop) {
    const SourceManager &SM = Handler.getASTContext().getSourceManager();
    SourceRange Extent = Loop.getSourceRange();
    return llvm::any_of(Summaries.of(Handler), [&](const Access &A) {
      const Path *P = A.Place;
      while (P->depth() > 1)
        P = P->parent();
      SourceLocation At = A.At->range().getBegin();
      return A.writes() && P->step() == Path::Step::Field && P->decl() == &F &&
             !SM.isBeforeInTranslationUnit(At, Extent.getBegin()) &&
             !SM.isBeforeInTranslationUnit(Extent.getEnd(), At);
    });
  }

  const FunctionDecl &Handler;
  llvm::ArrayRef<const FieldDecl *> State;
  Accesses &Summaries;
  std::vector<Obstacle> &Into;
};

/// The member that a call is on; null for none.
const ValueDecl *objectOf(const CallFact &Call) {
  return Call.Object && Call.Object->step() == Path::Step::Field
             ? Call.Object->decl()
             : nullptr;
}

} // namespace

void findObstaclesOfClass(const CXXRecordDecl &Class, const ASTContext &AST,
                          std::vector<Obstacle> &Into) {
  const std::string Name = "'" + Class.getNameAsString() + "'";
  if (Class.getDescribedClassTemplate() ||
      isa<ClassTemplateSpecializationDecl>(Class))
    Into.push_back({Class.getLocation(),
                    Name + " is a template: an actor can be suggested for a class "
                           "that takes its arguments as they are used"});
  else if (Class.isLambda() || Class.isLocalClass() || !Class.getIdentifier())
    Into.push_back({Class.getLocation(), Name + " is not a class of a namespace"});
  else if (isa<CXXRecordDecl>(Class.getDeclContext()))
    Into.push_back({Class.getLocation(),
                    Name + " is a member of another class: move it out first"});
  else if (Class.getBeginLoc().isMacroID() ||
           Class.getBraceRange().getEnd().isMacroID())
    Into.push_back({Class.getLocation(), Name + " comes out of a macro"});
  else if (AST.getSourceManager().isInSystemHeader(Class.getLocation()))
    Into.push_back({Class.getLocation(), Name + " belongs to a library"});
  for (const CXXMethodDecl *M : Class.methods())
    if (!M->isImplicit() && !M->isStatic() && !M->isDefined() &&
        !M->isPureVirtual() && !M->isDefaulted() && !M->isDeleted())
      Into.push_back({M->getLocation(),
                      "the body of '" + M->getNameAsString() +
                          "' is not in this file, so what it touches is not "
                          "known: give the file that defines it"});
}

void findObstaclesOfHandlers(const CXXRecordDecl &Class,
                             llvm::ArrayRef<const FunctionDecl *> Handlers,
                             llvm::ArrayRef<const FieldDecl *> State,
                             Accesses &Summaries, std::vector<Obstacle> &Into) {
  Unit &TheUnit = Summaries.store().unit();
  struct Use {
    const FunctionDecl *By;
    const ValueDecl *Member;
    SourceLocation Where;
  };
  std::vector<Use> Waits, Wakes;
  for (const FunctionDecl *Handler : Handlers) {
    Loops(*Handler, State, Summaries, Into);
    if (Survey(Handler->getBody()).Yields)
      Into.push_back({Handler->getLocation(),
                      "'" + Handler->getNameAsString() +
                          "' yields values one by one, and a reply is one value"});
    const FunctionFacts *Facts = Summaries.store().get(*Handler);
    if (!Facts)
      continue;
    for (const CFGBlock *Block : Facts->graph())
      for (const Fact *F : Facts->in(*Block)) {
        const auto *Call = dyn_cast<CallFact>(F);
        const ValueDecl *Member = Call && Call->Callee ? objectOf(*Call) : nullptr;
        if (!Member)
          continue;
        const CallRole Role =
            TheUnit.Library->findCall(*Call->Callee, Member->getType()).Role;
        const Use U{Handler, Member, Call->range().getBegin()};
        if (Role == CallRole::Wait || Role == CallRole::Pop)
          Waits.push_back(U);
        else if (Role == CallRole::Notify || Role == CallRole::Push)
          Wakes.push_back(U);
      }
  }
  for (const Use &Wait : Waits) {
    auto Wake = llvm::find_if(Wakes, [&](const Use &W) {
      return W.Member == Wait.Member && W.By != Wait.By;
    });
    if (Wake != Wakes.end())
      Into.push_back({Wait.Where,
                      "'" + Wait.By->getNameAsString() + "' waits here for '" +
                          Wake->By->getNameAsString() + "' to use '" +
                          Wait.Member->getNameAsString() +
                          "', but an actor of '" + Class.getNameAsString() +
                          "' handles one message at a time: keep the request and "
                          "reply to it later"});
  }
}

} // namespace async
