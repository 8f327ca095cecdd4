/// \file
/// A finding as an interleaving: its places in the order in which they happen.

#ifndef ASYNC_TIDY_FINDINGS_STORY_H
#define ASYNC_TIDY_FINDINGS_STORY_H

#include "Findings/Finding.h"

#include <string>
#include <vector>

namespace async {

struct StoryStep {
  const Place *Where;
  const std::string *Message;
  /// Never Remedy.
  Role Part;
  /// True if other code does this, not the coroutine that is reported.
  bool IsRemote;
  /// True for the place of the finding itself.
  bool IsPrimary;
};

struct Story {
  std::vector<StoryStep> Steps;
  /// The notes that say what to do.
  std::vector<const Note *> Remedies;
};

/// Refers into \p F. A note without a place tells no step; it is left out unless it
/// is a remedy.
Story storyOf(const Finding &F);

} // namespace async

#endif // ASYNC_TIDY_FINDINGS_STORY_H
