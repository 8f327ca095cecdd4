#include "Rewrites/ValuesPlan.h"

#include "Rewrites/ActorObstacles.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace async {
namespace {

/// Where a body names a member of its object.
class Uses : public RecursiveASTVisitor<Uses> {
public:
  Uses(const FieldDecl &Member, const FunctionDecl &In) : Member(Member) {
    TraverseDecl(const_cast<FunctionDecl *>(&In));
  }

  bool TraverseLambdaExpr(LambdaExpr *Lambda) {
    const LambdaExpr *Outer = std::exchange(Inside, Lambda);
    bool Result = RecursiveASTVisitor::TraverseLambdaExpr(Lambda);
    Inside = Outer;
    return Result;
  }
  bool VisitMemberExpr(MemberExpr *E) {
    if (E->getMemberDecl() != &Member ||
        !isa<CXXThisExpr>(E->getBase()->IgnoreParenImpCasts()))
      return true;
    if (Inside)
      InLambda = E->getExprLoc();
    Found.push_back(E->getSourceRange());
    return true;
  }

  std::vector<SourceRange> Found;
  /// Invalid if there is none.
  SourceLocation InLambda;

private:
  const FieldDecl &Member;
  const LambdaExpr *Inside = nullptr;
};

class Planner {
public:
  Planner(const CXXRecordDecl &Class, ClassView &View, Starters &Started,
          std::vector<Obstacle> &Obstacles)
      : Class(Class), View(View), Started(Started),
        Summaries(Started.tasks().summaries()),
        TheUnit(Summaries.store().unit()), Obstacles(Obstacles) {}

  std::optional<ValuesPlan> plan(StringRef Name) {
    findObstaclesOfClass(Class, TheUnit.AST, Obstacles);
    if (Obstacles.empty())
      Plan.Member = chooseMember(Name);
    if (!Plan.Member)
      return std::nullopt;
    findFunctions();
    for (const FunctionDecl *F : Touching)
      addFunction(cast<CXXMethodDecl>(*F));
    findStarts();
    if (!Obstacles.empty())
      return std::nullopt;
    llvm::sort(Plan.Functions, [](const ValueFunction &A, const ValueFunction &B) {
      return A.Method->getLocation() < B.Method->getLocation();
    });
    Plan.Class = &Class;
    return std::move(Plan);
  }

private:
  void add(SourceLocation Where, std::string Text) {
    Obstacles.push_back({Where, std::move(Text)});
  }

  static std::string quoted(const NamedDecl &D) {
    return "'" + D.getNameAsString() + "'";
  }

  /// True if \p M itself, or a helper of it that is no coroutine, has such an access.
  bool accesses(const FunctionDecl &M, const FieldDecl &F, bool Writes) {
    return llvm::any_of(Summaries.of(M), [&](const Access &A) {
      const Path *P = asMember(*A.Place, Class, TheUnit.Paths, false);
      while (P && P->depth() > 1)
        P = P->parent();
      return P && P->step() == Path::Step::Field && P->decl() == &F &&
             (!Writes || A.writes());
    });
  }

  static bool isValue(const FieldDecl &F) {
    return F.getType()->isScalarType() && !F.getType()->isAnyPointerType() &&
           !F.getType().isConstQualified();
  }

  const FieldDecl *chooseMember(StringRef Name) {
    for (const FieldDecl *F : Class.fields())
      if (F->getName() == Name) {
        if (isValue(*F))
          return F;
        add(F->getLocation(), quoted(*F) + " is no enumeration, number or bool: "
                                           "what is passed in is copied");
        return nullptr;
      }
    const MemberFunction *Found = nullptr;
    for (const MemberFunction &M : View.functions())
      if (M.What == MemberFunction::Kind::Method && !M.IsSpecial &&
          M.Function->getDeclName().isIdentifier() &&
          M.Function->getName() == Name)
        Found = &M;
    if (!Found) {
      add(Class.getLocation(), noSuchMember(Name));
      return nullptr;
    }
    llvm::SmallVector<const FieldDecl *, 4> Enumerations, Others;
    for (const FieldDecl *F : Class.fields())
      if (isValue(*F) && accesses(*Found->Function, *F, /*Writes=*/true))
        (F->getType()->isEnumeralType() ? Enumerations : Others).push_back(F);
    const auto &Candidates = Enumerations.empty() ? Others : Enumerations;
    if (Candidates.size() == 1)
      return Candidates.front();
    if (Candidates.empty()) {
      add(Found->Function->getLocation(),
          quoted(*Found->Function) +
              " changes no enumeration, number or bool of " + quoted(Class));
      return nullptr;
    }
    std::vector<std::string> Names;
    for (const FieldDecl *F : Candidates)
      Names.push_back(quoted(*F));
    add(Found->Function->getLocation(), quoted(*Found->Function) + " changes " +
                                            llvm::join(Names, " and ") +
                                            ": name the one to pass");
    return nullptr;
  }

  std::string noSuchMember(StringRef Name) const {
    unsigned Limit = static_cast<unsigned>(Name.size() + 1) / 2;
    std::string Near;
    for (const Decl *D : Class.decls())
      if (const auto *Member = dyn_cast<NamedDecl>(D);
          Member && !Member->isImplicit() &&
          Member->getDeclName().isIdentifier() &&
          isa<FieldDecl, CXXMethodDecl>(D))
        if (unsigned Distance = Member->getName().edit_distance(Name);
            Distance < Limit) {
          Limit = Distance;
          Near = Member->getNameAsString();
        }
    return quoted(Class) + " has no function or member '" + Name.str() + "'" +
           (Near.empty() ? "" : "; did you mean '" + Near + "'?");
  }

  /// Who uses the member, or calls one who does.
  void findFunctions() {
    llvm::MapVector<const FunctionDecl *, std::vector<OwnCall>> Calls;
    for (const MemberFunction &M : View.functions()) {
      bool Touches = accesses(*M.Function, *Plan.Member, false);
      if (M.What != MemberFunction::Kind::Method) {
        if (Touches)
          add(M.Function->getLocation(),
              M.What == MemberFunction::Kind::Friend
                  ? "a friend uses " + quoted(*Plan.Member)
                  : "this lambda uses " + quoted(*Plan.Member) +
                        ": make it a member function");
        continue;
      }
      if (M.IsSpecial) {
        if (!Uses(*Plan.Member, *M.Function).Found.empty() ||
            (Touches && !isa<CXXConstructorDecl>(M.Function)))
          add(M.Function->getLocation(),
              quoted(*M.Function) + " uses " + quoted(*Plan.Member) +
                  ", which is no member any more");
        continue;
      }
      Calls[M.Function] = ownCalls(*M.Function, View);
      if (Touches)
        Touching.insert(M.Function);
      if (accesses(*M.Function, *Plan.Member, true))
        Changing.insert(M.Function);
    }
    for (bool Changed = true; Changed;) {
      Changed = false;
      for (const auto &[Caller, Made] : Calls)
        for (const OwnCall &C : Made) {
          const FunctionDecl *Callee = C.Callee->getDefinition();
          if (Touching.contains(Callee))
            Changed |= Touching.insert(Caller);
          if (Changing.contains(Callee))
            Changed |= Changing.insert(Caller);
        }
    }
    AllCalls = std::move(Calls);
  }

  void addFunction(const CXXMethodDecl &Method) {
    ValueFunction V;
    V.Method = Method.getCanonicalDecl();
    V.Changes = Changing.contains(&Method);
    V.IsCoroutine = getCoroutineBody(Method) != nullptr;
    if (Method.isVirtual() || Method.getPrimaryTemplate() ||
        !Method.getDeclName().isIdentifier())
      add(Method.getLocation(), quoted(Method) +
                                    " is virtual, a template or an operator: it "
                                    "can't get another parameter");
    if (!V.IsCoroutine &&
        TheUnit.Tasks.isTask(Method.getReturnType()) && V.Changes)
      add(Method.getLocation(), quoted(Method) +
                                    " hands a task on, whose value is not there "
                                    "yet: make it a coroutine");
    if (V.IsCoroutine) {
      auto Task = spellTask(Method);
      if (!Task || !TheUnit.Tasks.isAwaitable(Method.getReturnType())) {
        add(Method.getLocation(),
            quoted(Method) + " can't be awaited for the new value: its type is no "
                             "class template such as task<int>");
        return;
      }
      V.Task = Task->first;
      V.Result = Task->second;
    } else {
      V.Result = spellResult(Method);
    }
    Uses Named(*Plan.Member, Method);
    V.Uses = std::move(Named.Found);
    if (Named.InLambda.isValid())
      add(Named.InLambda, "this lambda uses " + quoted(*Plan.Member) +
                              ": make it a member function");
    for (const OwnCall &C : AllCalls[&Method])
      if (Touching.contains(C.Callee->getDefinition()))
        V.Calls.push_back(C);
    Plan.Functions.push_back(std::move(V));
  }

  /// Tasks whose result nobody takes.
  void findStarts() {
    for (const ValueFunction &V : Plan.Functions) {
      if (!V.Changes || !V.IsCoroutine)
        continue;
      for (const Starter &S : Started.of(*V.Method->getDefinition()))
        if (S.Start->runsBesideCaller() && View.find(S.In->function()))
          add(S.Start->Start->range().getBegin(),
              quoted(*V.Method) + " is started here beside others: two that change "
                                  "one value have to run one after the other; "
                                  "--suggest-actor has them do so");
    }
  }

  const CXXRecordDecl &Class;
  ClassView &View;
  Starters &Started;
  Accesses &Summaries;
  Unit &TheUnit;
  std::vector<Obstacle> &Obstacles;
  ValuesPlan Plan;
  llvm::SetVector<const FunctionDecl *> Touching, Changing;
  llvm::MapVector<const FunctionDecl *, std::vector<OwnCall>> AllCalls;
};

} // namespace

const ValueFunction *ValuesPlan::find(const CXXMethodDecl &Method) const {
  auto It = llvm::find_if(Functions, [&](const ValueFunction &F) {
    return F.Method == Method.getCanonicalDecl();
  });
  return It == Functions.end() ? nullptr : &*It;
}

std::optional<ValuesPlan> planValues(const CXXRecordDecl &Class, StringRef Name,
                                     ClassView &View, Starters &Started,
                                     std::vector<Obstacle> &Obstacles) {
  return Planner(Class, View, Started, Obstacles).plan(Name);
}

} // namespace async
