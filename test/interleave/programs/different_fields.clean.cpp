// VERDICT: holds
// The coroutine checks one field and writes another, which nobody else looks at.
#include "interleave.h"

namespace different_fields::clean {
using namespace interleave;

class lamp {
public:
  task<void> run() { co_await when_all(turn_on(), recolour()); }
  bool on() const { return on_; }
  int colour() const { return colour_; }

private:
  task<void> turn_on() {
    const int colour = colour_;
    co_await send(colour);
    on_ = true;
  }
  task<void> recolour() {
    co_await delay();
    colour_ = 2;
  }
  task<void> send(int) { co_await delay(); }

  bool on_ = false;
  int colour_ = 1;
};

task<int> program() {
  lamp desk;
  co_await desk.run();
  check(desk.on() && desk.colour() == 2, "a write was lost");
  co_return desk.colour();
}
const registration registered(program);
} // namespace different_fields::clean
