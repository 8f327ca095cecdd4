// VERDICT: holds
// The right operand of += comes first ([expr.ass]): the total is read after the wait.
#include "interleave.h"

namespace lost_update::remedy {
using namespace interleave;

class meter {
public:
  task<void> count_both_edges() { co_await when_all(count(), count()); }
  int total() const { return total_; }

private:
  task<void> count() { total_ += co_await pulse(); }
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
} // namespace lost_update::remedy
