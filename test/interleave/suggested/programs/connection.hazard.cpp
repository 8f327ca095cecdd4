// VERDICT: breaks: a connection that was dropped is up
// connect() sets what it has reached without a look at what came in between.
#include "interleave.h"

namespace suggested {
using namespace interleave;

enum class state { down, connecting, up };

class connection {
public:
  task<void> connect() {
    if (state_ != state::down)
      co_return;
    state_ = state::connecting;
    co_await delay();
    ++dialled_;
    state_ = state::up;
  }
  task<void> drop() {
    co_await delay();
    if (state_ == state::down)
      co_return;
    --dialled_;
    state_ = state::down;
  }
  bool is_up() const { return state_ == state::up; }
  int dialled() const { return dialled_; }

private:
  state state_ = state::down;
  int dialled_ = 0;
};

task<int> program_with_member() {
  connection c;
  co_await when_all(c.connect(), c.drop());
  check(c.is_up() == (c.dialled() == 1), "a connection that was dropped is up");
  co_return c.dialled();
}
const registration registered_connection(program_with_member);
} // namespace suggested
