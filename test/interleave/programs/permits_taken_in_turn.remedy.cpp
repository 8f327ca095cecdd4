// VERDICT: holds
// Each copy takes its two buffers while it alone may ask for them.
#include "interleave.h"

namespace permits_taken_in_turn::remedy {
using namespace interleave;

class copier {
public:
  task<void> copy() {
    auto turn = co_await asking_.scoped_lock();
    auto in = co_await buffers_.scoped_acquire();
    co_await delay();
    auto out = co_await buffers_.scoped_acquire();
    turn.unlock();
    ++copies_;
  }
  task<void> run() { co_await when_all(copy(), copy()); }
  int copies() const { return copies_; }

private:
  semaphore buffers_{2};
  async_mutex asking_;
  int copies_ = 0;
};

task<int> program() {
  copier c;
  co_await c.run();
  co_return c.copies();
}
const registration registered(program);
} // namespace permits_taken_in_turn::remedy
