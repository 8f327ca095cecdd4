// VERDICT: holds
// The helper is a coroutine, and the event one that is awaited.
#include "interleave.h"

namespace blocking_in_helper::remedy {
using namespace interleave;

class log_follower {
public:
  task<void> append() {
    co_await delay();
    ++written_;
    idle_.set();
  }
  task<void> wait_until_idle() { co_await idle_.wait(); }
  task<void> close() {
    co_await wait_until_idle();
    closed_ = true;
  }
  task<void> run() { co_await when_all(append(), close()); }
  int written() const { return written_; }

private:
  event idle_;
  int written_ = 0;
  bool closed_ = false;
};

task<int> program() {
  log_follower log;
  co_await log.run();
  co_return log.written();
}
const registration registered(program);
} // namespace blocking_in_helper::remedy
