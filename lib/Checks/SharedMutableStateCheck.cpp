#include "Checks/SharedMutableStateCheck.h"

#include "Checks/Naming.h"
#include "Hazards/SharedMutableState.h"
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
      report(S);
}

void SharedMutableStateCheck::report(const SharedMember &S) {
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
}

void SharedMutableStateCheck::onEndOfTranslationUnit() {
  Done.clear();
  AsyncCheck::onEndOfTranslationUnit();
}

} // namespace async
