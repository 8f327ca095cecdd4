// VERDICT: breaks: no progress
// Between the test and the wait lies a suspension. A notification that comes in it is lost, for
// the notifier has no memory.
#include "interleave.h"

namespace lost_wakeup::hazard {
using namespace interleave;

class pipeline {
public:
  task<void> wait_until_ready() {
    while (!ready_) {
      co_await log();
      co_await changed_.wait(); // EXPECT: async-missed-transition
    }
  }
  task<void> start() {
    co_await delay();
    ready_ = true;
    changed_.notify_all();
  }
  bool ready() const { return ready_; }

private:
  task<void> log() { co_await delay(); }

  notifier changed_;
  bool ready_ = false;
};

task<int> program() {
  pipeline p;
  co_await when_all(p.wait_until_ready(), p.start());
  co_return p.ready();
}
const registration registered(program);
} // namespace lost_wakeup::hazard
