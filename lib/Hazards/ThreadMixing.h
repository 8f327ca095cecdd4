/// \file
/// State that several threads touch without a lock.

#ifndef ASYNC_TIDY_HAZARDS_THREADMIXING_H
#define ASYNC_TIDY_HAZARDS_THREADMIXING_H

#include "Dataflow/Placement.h"
#include "Hazards/ConcurrentMutation.h"

namespace async {

/// An access, and where it runs.
struct SitedAccess : TaskAccess {
  Site Where;
  /// The call that takes it there is waited for before its function goes on.
  bool Awaited = true;
};

struct MixingHazard : Hazard {
  /// The access that is not on the coroutines' own thread, and its function.
  SitedAccess Away;
  /// The access by another thread.
  SitedAccess Other;
  const clang::FunctionDecl *OtherBy = nullptr;
  /// Away is what is reported; else Other.
  bool BlamesAway = true;
  /// Several runs of the same code on a pool.
  bool Itself = false;
  /// These runs are the tasks of one fan-out.
  bool IsFanOut = false;
  /// What was done to a thread_local before the coroutine went to another thread,
  /// and relied on at Primary; the other members but Subjects say nothing then.
  enum class Carry : uint8_t {
    None,
    /// Read, and written there from what was read here.
    Value,
    /// Raised here, and lowered there.
    Balance,
    /// An iterator or a view was made.
    Holder,
  };
  Carry Carried = Carry::None;
  clang::SourceRange Before;
  /// Where it goes elsewhere.
  clang::SourceRange Moves;
};

class ThreadMixing {
public:
  ThreadMixing(TaskContext &Context, Placements &Places)
      : Context(Context), Places(Places) {}

  /// The places that \p Facts' function touches away from home, and that others
  /// touch at the same time; in source order, one report for each access that is
  /// to blame: the change, or the change at home if only that one writes.
  std::vector<MixingHazard> find(const FunctionFacts &Facts);

private:
  const std::vector<SitedAccess> &of(const clang::FunctionDecl &Function);
  void partners(const FunctionFacts &Facts, const SitedAccess &Away,
                std::vector<MixingHazard> &Into);
  void meet(const SitedAccess &Away, const SitedAccess &Other,
            const clang::FunctionDecl &By, Confidence Level,
            std::vector<MixingHazard> &Into);

  TaskContext &Context;
  Placements &Places;
  unsigned Depth = 0;
  llvm::DenseMap<const clang::FunctionDecl *,
                 std::unique_ptr<std::vector<SitedAccess>>>
      Known;
};

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_THREADMIXING_H
