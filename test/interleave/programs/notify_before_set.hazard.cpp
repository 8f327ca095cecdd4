// VERDICT: breaks: no progress
// The waiters are woken before the state that they wait for is set; between the two lies a
// suspension, and they go back to sleep.
#include "interleave.h"

namespace notify_before_set::hazard {
using namespace interleave;

class upload {
public:
  task<void> finish() {
    changed_.notify_all(); // EXPECT: async-missed-transition
    co_await persist();
    finished_ = true; // ALSO: async-missed-transition
  }
  task<void> wait() {
    co_await changed_.wait([this] { return finished_; });
  }
  bool finished() const { return finished_; }

private:
  task<void> persist() { co_await delay(); }

  notifier changed_;
  bool finished_ = false;
};

task<int> program() {
  upload photo;
  co_await when_all(photo.finish(), photo.wait());
  co_return photo.finished();
}
const registration registered(program);
} // namespace notify_before_set::hazard
