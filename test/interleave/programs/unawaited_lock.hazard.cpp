// VERDICT: breaks: two appends wrote to one place
// The lock is asked for and never awaited, so that nothing is locked.
#include "interleave.h"

namespace unawaited_lock::hazard {
using namespace interleave;

class segment {
public:
  task<void> append(int bytes) {
    [[maybe_unused]] auto turn = lock_.scoped_lock(); // EXPECT: async-unawaited-lock
    const int at = size_;
    co_await write(at, bytes);
    size_ = at + bytes; // ALSO: async-stale-state
  }
  task<void> run() { co_await when_all(append(4), append(6)); }
  int size() const { return size_; }

private:
  task<void> write(int, int) { co_await delay(); }

  async_mutex lock_;
  int size_ = 0;
};

task<int> program() {
  segment s;
  co_await s.run();
  check(s.size() == 10, "two appends wrote to one place");
  co_return s.size();
}
const registration registered(program);
} // namespace unawaited_lock::hazard
