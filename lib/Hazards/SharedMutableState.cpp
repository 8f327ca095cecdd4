#include "Hazards/SharedMutableState.h"

#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

/// True if the coroutine changes what it relies on, or leaves it half changed.
static bool changes(Reliance How) {
  switch (How) {
  case Reliance::LostUpdate:
  case Reliance::CheckedThenChanged:
  case Reliance::AddsAgain:
  case Reliance::CompletesLate:
  case Reliance::SetsAgain:
  case Reliance::GivesUpUnasked:
  case Reliance::TakesOther:
  case Reliance::WokenUnasked:
  case Reliance::RefillsPiecemeal:
  case Reliance::DropsUnseen:
  case Reliance::CountsLate:
  case Reliance::ReadsBack:
  case Reliance::CompletesHalf:
  case Reliance::SkipsUnseen:
  case Reliance::JoinsLate:
  case Reliance::DoneLate:
  case Reliance::ChangesCompanion:
    return true;
  case Reliance::CheckedThenUsed:
  case Reliance::FeedsOthers:
  case Reliance::DecidesStale:
  case Reliance::CountsOnSize:
    return false;
  }
  llvm_unreachable("unknown Reliance");
}

/// The member of `*this` that \p Place is or is in; null for others.
static const FieldDecl *memberOf(const Path &Place) {
  const Path *P = &Place;
  while (P->depth() > 1)
    P = P->parent();
  return P->base().step() == Path::Step::This
             ? dyn_cast_or_null<FieldDecl>(P->decl())
             : nullptr;
}

std::vector<SharedMember> findSharedMutableState(
    const CXXRecordDecl &Class, ClassView &View,
    llvm::function_ref<const std::vector<StaleHazard> &(const FunctionDecl &)>
        HazardsOf) {
  std::vector<SharedMember> Found;
  for (const MemberFunction &M : View.functions()) {
    if (!M.IsCoroutine)
      continue;
    for (const StaleHazard &H : HazardsOf(*M.Function)) {
      const FieldDecl *Member =
          changes(H.How) ? memberOf(*H.Subjects.front()) : nullptr;
      if (!Member)
        continue;
      auto It = llvm::find_if(
          Found, [&](const SharedMember &S) { return S.Member == Member; });
      if (It == Found.end())
        It = Found.insert(Found.end(),
                          {Member, Confidence::Possible, {}});
      It->Level = std::max(It->Level, H.Level);
      if (llvm::none_of(It->By, [&](const Mutator &Known) {
            return Known.Coroutine == M.Function;
          }))
        It->By.push_back({M.Function, H.Primary});
    }
  }
  std::erase_if(Found, [](const SharedMember &S) { return S.By.size() < 2; });
  llvm::sort(Found, [](const SharedMember &A, const SharedMember &B) {
    return A.Member->getLocation() < B.Member->getLocation();
  });
  for (SharedMember &S : Found)
    llvm::sort(S.By, [](const Mutator &A, const Mutator &B) {
      return A.Where.getBegin() < B.Where.getBegin();
    });
  return Found;
}

} // namespace async
