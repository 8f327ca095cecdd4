// VERDICT: holds
// One coroutine owns the stock and takes the changes from a channel, so that nobody else runs
// between its read and its write.
#include "interleave.h"

namespace actor::remedy {
using namespace interleave;

class warehouse {
public:
  void open() { spawn(run()); }
  task<void> deliver(int boxes) {
    changes_.push(boxes);
    co_return;
  }
  task<void> ship(int boxes) {
    changes_.push(-boxes);
    co_return;
  }
  task<void> close() {
    changes_.close();
    co_await closed_.wait();
  }
  int boxes() const { return boxes_; }
  task<void> work() { co_await when_all(deliver(5), ship(3)); }

private:
  task<void> run() {
    while (auto change = co_await changes_.pop()) {
      const int now = boxes_;
      co_await log(now + *change);
      boxes_ = now + *change;
    }
    closed_.set();
  }
  task<void> log(int) { co_await delay(); }

  channel<int> changes_;
  event closed_;
  int boxes_ = 10;
};

task<int> program() {
  warehouse store;
  store.open();
  co_await store.work();
  co_await store.close();
  check(store.boxes() == 12, "a delivery or a shipment was lost");
  co_return store.boxes();
}
const registration registered(program);
} // namespace actor::remedy
