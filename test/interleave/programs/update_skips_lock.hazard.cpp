// VERDICT: breaks: the price from the feed was lost
// The price is recomputed under a lock, but the feed writes it without: what the feed wrote
// during the wait is lost.
#include "interleave.h"

namespace update_skips_lock::hazard {
using namespace interleave;

class product {
public:
  task<void> convert() {
    auto turn = co_await lock_.scoped_lock();
    const int price = price_;
    const int rate = co_await fetch_rate();
    price_ = price * rate; // EXPECT: async-stale-state
    converted_ = true;
  }
  task<void> on_feed(int price) {
    co_await delay();
    // ALSO: async-stale-state
    price_ = converted_ ? price * 2 : price;
  }
  task<void> run() { co_await when_all(convert(), on_feed(50)); }
  int price() const { return price_; }

private:
  task<int> fetch_rate() {
    co_await delay();
    co_return 2;
  }

  async_mutex lock_;
  int price_ = 10;
  bool converted_ = false;
};

task<int> program() {
  product p;
  co_await p.run();
  check(p.price() == 100, "the price from the feed was lost");
  co_return p.price();
}
const registration registered(program);
} // namespace update_skips_lock::hazard
