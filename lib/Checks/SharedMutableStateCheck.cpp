#include "Checks/SharedMutableStateCheck.h"

#include "Checks/Naming.h"
#include "Hazards/SharedMutableState.h"
#include "Rewrites/ActorPlan.h"
#include "Rewrites/ValuesPlan.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

static constexpr size_t MaxMutatorNotes = 6;

void SharedMutableStateCheck::checkCoroutine(FunctionAnalysis &Coroutine,
                                             UnitAnalysis &TheUnit) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Coroutine.facts().function());
  if (!Method || Method->getParent()->isLambda() ||
      !Done.insert(Method->getParent()->getCanonicalDecl()).second)
    return;
  const CXXRecordDecl &Class = *Method->getParent();
  for (const SharedMember &S : findSharedMutableState(
           Class, TheUnit.classes().get(Class),
           [&](const FunctionDecl &F) -> const std::vector<StaleHazard> & {
             return TheUnit.staleState(F);
           }))
    if (reports(S.Level))
      report(S, TheUnit);
}

/// `task<state> connect(state current)`: \p Coroutine with the value of \p Member
/// passed in and returned.
static std::string valueSignature(const FunctionDecl &Coroutine,
                                  const FieldDecl &Member) {
  const auto Task = spellTask(Coroutine);
  const std::string Type = spellValue(
      Member.getTypeSourceInfo()->getTypeLoc(), Member.getASTContext());
  if (!Task)
    return "";
  return Task->first.of(Type) + " " + Coroutine.getNameAsString() + "(" + Type +
         " current" + (Coroutine.param_empty() ? ")" : ", ...)");
}

void SharedMutableStateCheck::suggest(const SharedMember &S,
                                      UnitAnalysis &TheUnit) {
  const auto &Class = cast<CXXRecordDecl>(*S.Member->getParent());
  ClassView &View = TheUnit.classes().get(Class);
  std::vector<Obstacle> Obstacles;
  if (planActor(Class, View, TheUnit.starters(), Obstacles))
    diag(S.Member->getLocation(),
         "'async-tidy --suggest-actor=%0' prints the class with such an owner",
         DiagnosticIDs::Note)
        << Class.getQualifiedNameAsString() << Role::Remedy;
  Obstacles.clear();
  const FunctionDecl &First = *S.By.front().Coroutine;
  const std::string Signature = valueSignature(First, *S.Member);
  if (S.Member->getType()->isEnumeralType() && !Signature.empty() &&
      planValues(Class, S.Member->getName(), View, TheUnit.starters(), Obstacles))
    diag(First.getLocation(),
         "'%0' would take the value and return the new one; 'async-tidy "
         "--suggest-values=%1' prints the class so",
         DiagnosticIDs::Note)
        << Signature << S.Member->getQualifiedNameAsString() << Role::Remedy;
}

void SharedMutableStateCheck::report(const SharedMember &S,
                                     UnitAnalysis &TheUnit) {
  diag(S.Member->getLocation(),
       "%0 is changed across suspension points by %1 coroutines of '%2'")
      << S.Member << static_cast<unsigned>(S.By.size())
      // Instances of a template give one message, which is told once.
      << S.Member->getParent()->getName() << Role::Access;
  for (const Mutator &M : llvm::ArrayRef(S.By).take_front(MaxMutatorNotes))
    diag(M.Where.getBegin(),
         "%0 relies here on what %1 was before it was suspended",
         DiagnosticIDs::Note)
        << nameOf(*M.Coroutine) << S.Member << Role::Remote;
  diag(S.Member->getLocation(),
       "give %0 one owner: a coroutine that alone changes it and takes requests "
       "from a channel; or pass the value in and return the new one",
       DiagnosticIDs::Note)
      << S.Member << Role::Remedy;
  suggest(S, TheUnit);
}

void SharedMutableStateCheck::onEndOfTranslationUnit() {
  Done.clear();
  AsyncCheck::onEndOfTranslationUnit();
}

} // namespace async
