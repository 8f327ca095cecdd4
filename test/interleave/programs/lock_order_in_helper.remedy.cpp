// VERDICT: holds
// The roll-over gives the log back before it saves the index.
#include "interleave.h"

namespace lock_order_in_helper::remedy {
using namespace interleave;

class catalogue {
public:
  task<void> rename() {
    auto index = co_await index_.scoped_lock();
    co_await delay();
    ++renamed_;
    co_await note();
  }
  task<void> roll_over() {
    {
      auto log = co_await log_.scoped_lock();
      co_await delay();
      written_ = 0;
    }
    co_await save_index();
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
} // namespace lock_order_in_helper::remedy
