// VERDICT: holds
// One waits until the state is reached or passed.
#include "interleave.h"

namespace missed_transition::remedy {
using namespace interleave;

class server {
public:
  enum class state { running, draining, stopped };

  task<void> on_drain() {
    co_await changed_.wait([this] { return state_ >= state::draining; });
    told_ = true;
  }
  task<void> shut_down() {
    enter(state::draining);
    if (connections_ != 0)
      co_await spawn(close_connections()).join();
    enter(state::stopped);
  }
  task<void> disconnect() {
    co_await delay();
    connections_ = 0;
  }
  bool told() const { return told_; }

private:
  void enter(state next) {
    state_ = next;
    changed_.notify_all();
  }
  task<void> close_connections() { co_await delay(); }

  notifier changed_;
  state state_ = state::running;
  int connections_ = 1;
  bool told_ = false;
};

task<int> program() {
  server s;
  co_await when_all(s.on_drain(), s.shut_down(), s.disconnect());
  co_return s.told();
}
const registration registered(program);
} // namespace missed_transition::remedy
