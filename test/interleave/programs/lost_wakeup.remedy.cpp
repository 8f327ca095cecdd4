// VERDICT: holds
// The test is repeated before each wait, with nothing between.
#include "interleave.h"

namespace lost_wakeup::remedy {
using namespace interleave;

class pipeline {
public:
  task<void> wait_until_ready() {
    while (!ready_) {
      co_await log();
      co_await changed_.wait([this] { return ready_; });
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
} // namespace lost_wakeup::remedy
