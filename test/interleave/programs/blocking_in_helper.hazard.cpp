// VERDICT: breaks: the loop is blocked
// The coroutine calls a helper that waits for an event of threads. The task that would set it is
// suspended, and the loop that would resume it waits.
#include "interleave.h"

namespace blocking_in_helper::hazard {
using namespace interleave;

class log_follower {
public:
  task<void> append() {
    co_await delay();
    ++written_;
    idle_.set();
  }
  void wait_until_idle() { idle_.wait(); } // ALSO: async-blocking-call
  task<void> close() {
    wait_until_idle(); // EXPECT: async-blocking-call
    closed_ = true;
    co_return;
  }
  task<void> run() { co_await when_all(append(), close()); }
  int written() const { return written_; }

private:
  thread_event idle_;
  int written_ = 0;
  bool closed_ = false;
};

task<int> program() {
  log_follower log;
  co_await log.run();
  co_return log.written();
}
const registration registered(program);
} // namespace blocking_in_helper::hazard
