// VERDICT(clang): breaks: a pulse was lost
// VERDICT(gcc): holds
// The operands of + have no order. Clang reads the total before it waits for the pulse, so one
// of two pulses is lost; GCC reads it afterwards.
#include "interleave.h"

namespace lost_update::hazard {
using namespace interleave;

class meter {
public:
  task<void> count_both_edges() { co_await when_all(count(), count()); }
  int total() const { return total_; }

private:
  task<void> count() {
    total_ = total_ + co_await pulse(); // EXPECT: async-stale-state
  }
  task<int> pulse() {
    co_await delay();
    co_return 1;
  }

  int total_ = 0;
};

task<int> program() {
  meter water;
  co_await water.count_both_edges();
  check(water.total() == 2, "a pulse was lost");
  co_return water.total();
}
const registration registered(program);
} // namespace lost_update::hazard
