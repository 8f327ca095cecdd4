// VERDICT: breaks: a delivery or a shipment was lost
// Two coroutines change the stock, each with a wait between what it reads and what it writes.
#include "interleave.h"

namespace actor::hazard {
using namespace interleave;

class warehouse {
public:
  task<void> deliver(int boxes) {
    const int now = boxes_;
    co_await log(now + boxes);
    boxes_ = now + boxes; // EXPECT: async-stale-state
  }
  task<void> ship(int boxes) {
    const int now = boxes_;
    co_await log(now - boxes);
    boxes_ = now - boxes; // EXPECT: async-stale-state
  }
  int boxes() const { return boxes_; }
  task<void> work() { co_await when_all(deliver(5), ship(3)); }

private:
  task<void> log(int) { co_await delay(); }

  int boxes_ = 10;
};

task<int> program() {
  warehouse store;
  co_await store.work();
  check(store.boxes() == 12, "a delivery or a shipment was lost");
  co_return store.boxes();
}
const registration registered(program);
} // namespace actor::hazard
