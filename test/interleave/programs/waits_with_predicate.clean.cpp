// VERDICT: holds
// The waiter tests its condition again whenever it wakes, and goes on in the same step.
#include "interleave.h"

namespace waits_with_predicate::clean {
using namespace interleave;

class pool {
public:
  task<void> run() { co_await when_all(use(), use(), use()); }
  int uses() const { return uses_; }

private:
  task<void> use() {
    while (free_ == 0)
      co_await returned_.wait();
    --free_;
    check(free_ >= 0, "more connections in use than there are");
    co_await delay();
    ++uses_;
    ++free_;
    returned_.notify_all();
  }

  notifier returned_;
  int free_ = 1;
  int uses_ = 0;
};

task<int> program() {
  pool p;
  co_await p.run();
  co_return p.uses();
}
const registration registered(program);
} // namespace waits_with_predicate::clean
