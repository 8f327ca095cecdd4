#include "Findings/Story.h"

#include "llvm/ADT/STLExtras.h"

namespace async {

Story storyOf(const Finding &F) {
  Story Result;
  // The corner that each step belongs to: a detail, to that of the place before it.
  std::vector<std::pair<Role, StoryStep>> Told;
  Role Corner = F.Part == Role::Detail ? Role::Access : F.Part;
  Told.push_back({Corner,
                  {&F.Where, &F.Message, Corner, Corner == Role::Remote,
                   /*IsPrimary=*/true}});
  for (const Note &N : F.Notes) {
    if (N.Part == Role::Remedy) {
      Result.Remedies.push_back(&N);
      continue;
    }
    if (N.Where.Path.empty())
      continue;
    if (N.Part != Role::Detail)
      Corner = N.Part;
    Told.push_back({Corner,
                    {&N.Where, &N.Message, N.Part, Corner == Role::Remote,
                     /*IsPrimary=*/false}});
  }
  // The enumerators stand in the order in which the corners happen.
  llvm::stable_sort(Told, [](const auto &A, const auto &B) {
    return A.first < B.first;
  });
  for (auto &[Belongs, Step] : Told)
    Result.Steps.push_back(Step);
  return Result;
}

} // namespace async
