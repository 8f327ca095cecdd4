// VERDICT: holds
// The address is written while nothing else runs; from then on it is a constant.
#include "interleave.h"

namespace written_at_start::clean {
using namespace interleave;

class agent {
public:
  task<void> start() {
    address_ = co_await look_up();
    spawn(report());
    spawn(report());
  }
  task<void> stopped() { co_await all_sent_.wait(); }
  int sent() const { return sent_; }

private:
  task<void> report() {
    const int to = address_;
    co_await delay();
    check(to == address_, "the address changed");
    if (++sent_ == 2)
      all_sent_.set();
  }
  task<int> look_up() {
    co_await delay();
    co_return 42;
  }

  event all_sent_;
  int address_ = 0;
  int sent_ = 0;
};

task<int> program() {
  agent a;
  co_await a.start();
  co_await a.stopped();
  co_return a.sent();
}
const registration registered(program);
} // namespace written_at_start::clean
