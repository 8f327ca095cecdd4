// VERDICT: holds
// The caller keeps the object alive.
#include "interleave.h"

#include <memory>

namespace awaited_object_dies::remedy {
using namespace interleave;

class connection {
public:
  task<void> send(int) {
    co_await delay();
    sent_ += 1;
  }

private:
  tracked<int> sent_ = 0;
};

class client {
public:
  task<void> say(int message) {
    if (!link_)
      co_return;
    const std::shared_ptr<connection> link = link_;
    co_await link->send(message);
    ++said_;
  }
  task<void> on_hang_up() {
    co_await delay();
    link_.reset();
  }
  task<void> run() { co_await when_all(say(1), on_hang_up()); }
  int said() const { return said_; }

private:
  std::shared_ptr<connection> link_ = std::make_shared<connection>();
  int said_ = 0;
};

task<int> program() {
  client c;
  co_await c.run();
  co_return c.said();
}
const registration registered(program);
} // namespace awaited_object_dies::remedy
