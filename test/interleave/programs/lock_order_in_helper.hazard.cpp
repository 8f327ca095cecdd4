// VERDICT: breaks: no progress
// rename() locks the index and calls a helper that locks the log; the roll-over of the log holds
// it and calls a helper that locks the index.
#include "interleave.h"

namespace lock_order_in_helper::hazard {
using namespace interleave;

class catalogue {
public:
  task<void> rename() {
    auto index = co_await index_.scoped_lock();
    co_await delay();
    ++renamed_;
    co_await note(); // EXPECT: async-lock-order
  }
  task<void> roll_over() {
    auto log = co_await log_.scoped_lock();
    co_await delay();
    written_ = 0;
    co_await save_index(); // ALSO: async-lock-order
  }
  task<void> run() { co_await when_all(rename(), roll_over()); }
  int renamed() const { return renamed_; }

private:
  task<void> note() {
    auto log = co_await log_.scoped_lock();
    ++written_;
  }
  task<void> save_index() {
    auto index = co_await index_.scoped_lock();
    saved_ = renamed_;
  }

  async_mutex index_;
  async_mutex log_;
  int renamed_ = 0;
  int saved_ = 0;
  int written_ = 0;
};

task<int> program() {
  catalogue c;
  co_await c.run();
  co_return c.renamed();
}
const registration registered(program);
} // namespace lock_order_in_helper::hazard
