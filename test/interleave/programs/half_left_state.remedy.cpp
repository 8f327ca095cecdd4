// VERDICT: holds
// Whether the link is still dialling is asked again before it goes up.
#include "interleave.h"

namespace half_left_state::remedy {
using namespace interleave;

class link {
public:
  enum class state { idle, dialling, up };

  task<void> open() {
    if (state_ != state::idle)
      co_return;
    state_ = state::dialling;
    wanted_ = true;
    co_await dial();
    if (state_ != state::dialling)
      co_return;
    state_ = state::up;
  }
  task<void> idle_timer() {
    co_await delay();
    give_up();
  }
  bool consistent() const { return state_ != state::up || wanted_; }
  state now() const { return state_; }
  task<void> run() { co_await when_all(open(), idle_timer()); }

private:
  void give_up() {
    wanted_ = false;
    state_ = state::idle;
  }
  task<void> dial() { co_await delay(); }

  state state_ = state::idle;
  bool wanted_ = false;
};

task<int> program() {
  link uplink;
  co_await uplink.run();
  check(uplink.consistent(), "a link that was given up is up");
  co_return int(uplink.now());
}
const registration registered(program);
} // namespace half_left_state::remedy
