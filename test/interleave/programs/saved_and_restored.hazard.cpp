// VERDICT: breaks: the console stays quiet for ever
// The mode is saved, changed, and restored after a wait. Two such sections that overlap restore
// each other's mode.
#include "interleave.h"

namespace saved_and_restored::hazard {
using namespace interleave;

class console {
public:
  task<void> update_both() { co_await when_all(update(), update()); }
  bool quiet() const { return quiet_; }

private:
  task<void> update() {
    const bool before = quiet_;
    quiet_ = true;
    co_await delay();
    quiet_ = before; // EXPECT: async-stale-state
  }

  bool quiet_ = false;
};

task<int> program() {
  console status;
  co_await status.update_both();
  check(!status.quiet(), "the console stays quiet for ever");
  co_return status.quiet();
}
const registration registered(program);
} // namespace saved_and_restored::hazard
