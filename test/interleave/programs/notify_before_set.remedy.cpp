// VERDICT: holds
// The state is set first.
#include "interleave.h"

namespace notify_before_set::remedy {
using namespace interleave;

class upload {
public:
  task<void> finish() {
    co_await persist();
    finished_ = true;
    changed_.notify_all();
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
} // namespace notify_before_set::remedy
