// VERDICT: holds
// Each step of a counter reads it anew; up and down around a wait is balanced in any order.
#include "interleave.h"

namespace balanced_count::clean {
using namespace interleave;

class service {
public:
  task<void> run() { co_await when_all(call(), call(), drain()); }
  int active() const { return active_; }

private:
  task<void> call() {
    ++active_;
    co_await delay();
    --active_;
    ended_.notify_all();
  }
  task<void> drain() {
    co_await ended_.wait([this] { return active_ == 0; });
  }

  notifier ended_;
  int active_ = 0;
};

task<int> program() {
  service s;
  co_await s.run();
  check(s.active() == 0, "the count is off balance");
  co_return s.active();
}
const registration registered(program);
} // namespace balanced_count::clean
