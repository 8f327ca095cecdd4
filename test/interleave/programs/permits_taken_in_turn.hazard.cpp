// VERDICT: breaks: no progress
// Each copy needs two buffers and takes them one after the other. With every copy holding one,
// all wait.
#include "interleave.h"

namespace permits_taken_in_turn::hazard {
using namespace interleave;

class copier {
public:
  task<void> copy() {
    auto in = co_await buffers_.scoped_acquire();
    co_await delay();
    auto out = co_await buffers_.scoped_acquire(); // EXPECT: async-lock-order
    ++copies_;
  }
  task<void> run() { co_await when_all(copy(), copy()); }
  int copies() const { return copies_; }

private:
  semaphore buffers_{2};
  int copies_ = 0;
};

task<int> program() {
  copier c;
  co_await c.run();
  co_return c.copies();
}
const registration registered(program);
} // namespace permits_taken_in_turn::hazard
