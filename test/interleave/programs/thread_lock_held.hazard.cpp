// VERDICT: breaks: the loop is blocked
// A threading lock is held while the coroutine is suspended. The next one that locks it stops
// the loop, and with it the one that would unlock.
#include "interleave.h"

#include <mutex>

namespace thread_lock_held::hazard {
using namespace interleave;

class registry {
public:
  task<void> add(int name) {
    std::lock_guard<thread_mutex> hold(lock_); // EXPECT: async-lock-across-suspension
    names_.push_back(name);
    co_await announce(name);
  }
  task<void> run() { co_await when_all(add(1), add(2)); }
  std::size_t size() const { return names_.size(); }

private:
  task<void> announce(int) { co_await delay(); }

  thread_mutex lock_;
  std::vector<int> names_;
};

task<int> program() {
  registry r;
  co_await r.run();
  co_return int(r.size());
}
const registration registered(program);
} // namespace thread_lock_held::hazard
