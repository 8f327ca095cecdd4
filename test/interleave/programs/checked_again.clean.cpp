// VERDICT: holds
// The first check only saves work. The second one decides, after the last wait.
#include "interleave.h"

namespace checked_again::clean {
using namespace interleave;

class kiosk {
public:
  task<void> run() { co_await when_all(sell(), sell()); }
  int papers() const { return papers_; }

private:
  task<void> sell() {
    if (papers_ == 0)
      co_return;
    co_await payment();
    if (papers_ == 0)
      co_return;
    --papers_;
  }
  task<void> payment() { co_await delay(); }

  int papers_ = 1;
};

task<int> program() {
  kiosk station;
  co_await station.run();
  check(station.papers() == 0, "a paper was sold twice");
  co_return station.papers();
}
const registration registered(program);
} // namespace checked_again::clean
