// VERDICT: holds
// The wait is on one path, check and act on the other.
#include "interleave.h"

namespace exclusive_paths::clean {
using namespace interleave;

struct refused {};

class ticket_gate {
public:
  task<void> run() { co_await when_all(enter(true), enter(false)); }
  int inside() const { return inside_; }

private:
  task<void> enter(bool has_ticket) {
    try {
      if (!has_ticket)
        throw refused();
      if (inside_ < 1)
        ++inside_;
      co_return;
    } catch (const refused &) {
      ++refusals_;
    }
    co_await log();
  }
  task<void> log() { co_await delay(); }

  int inside_ = 0;
  int refusals_ = 0;
};

task<int> program() {
  ticket_gate g;
  co_await g.run();
  check(g.inside() == 1, "who had a ticket is not inside");
  co_return g.inside();
}
const registration registered(program);
} // namespace exclusive_paths::clean
