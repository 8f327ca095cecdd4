// VERDICT: breaks: exception escaped
// That the optional has a value is checked before a wait, and relied on after it.
#include "interleave.h"

#include <optional>

namespace checked_optional::hazard {
using namespace interleave;

class door {
public:
  void set_code(int code) { code_ = code; }
  task<bool> open(int code) {
    if (!code_)
      co_return false;
    co_await move_bolt();
    // ALSO: async-invalidated-reference
    co_return code_.value() == code; // EXPECT: async-stale-state
  }
  void start_timer() { timer_ = spawn(forget_code()); }
  task<void> stop_timer() { co_await timer_.join(); }

private:
  task<void> forget_code() {
    co_await delay();
    code_.reset();
  }
  task<void> move_bolt() { co_await delay(); }

  std::optional<int> code_;
  job timer_;
};

task<int> program() {
  door front;
  front.set_code(1234);
  front.start_timer();
  const bool open = co_await front.open(1234);
  co_await front.stop_timer();
  co_return open;
}
const registration registered(program);
} // namespace checked_optional::hazard
