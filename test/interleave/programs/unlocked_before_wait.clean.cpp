// VERDICT: holds
// The threading lock is unlocked before the wait and taken again after it, and what it protects
// is read again.
#include "interleave.h"

#include <mutex>

namespace unlocked_before_wait::clean {
using namespace interleave;

class cursor {
public:
  task<void> run() { co_await when_all(advance(), advance()); }
  int position() const { return position_; }

private:
  task<void> advance() {
    std::unique_lock hold(lock_);
    ++position_;
    hold.unlock();
    co_await draw();
    hold.lock();
    ++position_;
  }
  task<void> draw() { co_await delay(); }

  thread_mutex lock_;
  int position_ = 0;
};

task<int> program() {
  cursor c;
  co_await c.run();
  check(c.position() == 4, "a move was lost");
  co_return c.position();
}
const registration registered(program);
} // namespace unlocked_before_wait::clean
