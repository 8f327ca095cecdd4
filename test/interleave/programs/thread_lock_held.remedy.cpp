// VERDICT: holds
// The lock is given back before the wait.
#include "interleave.h"

#include <mutex>

namespace thread_lock_held::remedy {
using namespace interleave;

class registry {
public:
  task<void> add(int name) {
    {
      std::lock_guard<thread_mutex> hold(lock_);
      names_.push_back(name);
    }
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
} // namespace thread_lock_held::remedy
