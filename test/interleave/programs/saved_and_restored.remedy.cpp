// VERDICT: holds
// The mode is counted, not saved.
#include "interleave.h"

namespace saved_and_restored::remedy {
using namespace interleave;

class console {
public:
  task<void> update_both() { co_await when_all(update(), update()); }
  bool quiet() const { return quiet_ != 0; }

private:
  task<void> update() {
    ++quiet_;
    co_await delay();
    --quiet_;
  }

  int quiet_ = 0;
};

task<int> program() {
  console status;
  co_await status.update_both();
  check(!status.quiet(), "the console stays quiet for ever");
  co_return status.quiet();
}
const registration registered(program);
} // namespace saved_and_restored::remedy
