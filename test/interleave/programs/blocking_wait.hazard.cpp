// VERDICT: breaks: the loop is blocked
// A coroutine waits for a task without awaiting it. If the task is not ready the loop stops, and
// nobody can make it ready.
#include "interleave.h"

namespace blocking_wait::hazard {
using namespace interleave;

class options {
public:
  task<void> load() {
    co_await delay();
    depth_ = 3;
    loaded_.set();
  }
  task<int> depth() {
    co_await loaded_.wait();
    co_return depth_;
  }
  task<void> use() {
    used_ = sync_wait(depth()); // EXPECT: async-blocking-call
    co_return;
  }
  task<void> run() { co_await when_all(load(), use()); }
  int used() const { return used_; }

private:
  event loaded_;
  int depth_ = 0;
  int used_ = 0;
};

task<int> program() {
  options o;
  co_await o.run();
  co_return o.used();
}
const registration registered(program);
} // namespace blocking_wait::hazard
