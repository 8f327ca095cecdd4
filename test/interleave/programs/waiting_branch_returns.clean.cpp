// VERDICT: holds
// The only path with a wait leaves; on the other one check and act are one step.
#include "interleave.h"

namespace waiting_branch_returns::clean {
using namespace interleave;

class turnstile {
public:
  task<void> run() { co_await when_all(pass(), pass()); }
  int inside() const { return inside_; }

private:
  task<void> pass() {
    if (inside_ == 1) {
      co_await refuse();
      co_return;
    }
    ++inside_;
  }
  task<void> refuse() { co_await delay(); }

  int inside_ = 0;
};

task<int> program() {
  turnstile gate;
  co_await gate.run();
  check(gate.inside() == 1, "more people than places");
  co_return gate.inside();
}
const registration registered(program);
} // namespace waiting_branch_returns::clean
