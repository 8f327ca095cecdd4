// VERDICT: holds
// Whoever touches the table holds the lock, from the first look to the last write.
#include "interleave.h"

#include <map>

namespace everyone_locks::clean {
using namespace interleave;

class stock {
public:
  void add(int item) { count_.emplace(item, 1); }
  task<void> run() { co_await when_all(order(1), discontinue(1)); }
  int ordered() const { return ordered_; }

private:
  task<void> order(int item) {
    auto turn = co_await lock_.scoped_lock();
    auto it = count_.find(item);
    if (it == count_.end())
      co_return;
    co_await confirm(item);
    it->second += 1;
    ++ordered_;
  }
  task<void> discontinue(int item) {
    auto turn = co_await lock_.scoped_lock();
    co_await confirm(item);
    count_.erase(item);
  }
  task<void> confirm(int) { co_await delay(); }

  async_mutex lock_;
  std::map<int, tracked<int>> count_;
  int ordered_ = 0;
};

task<int> program() {
  stock s;
  s.add(1);
  co_await s.run();
  co_return s.ordered();
}
const registration registered(program);
} // namespace everyone_locks::clean
