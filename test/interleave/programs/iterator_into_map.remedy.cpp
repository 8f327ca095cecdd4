// VERDICT: holds
// The session is found again by its key.
#include "interleave.h"

#include <map>

namespace iterator_into_map::remedy {
using namespace interleave;

class sessions {
public:
  void log_in(int user) { seen_.emplace(user, 1); }
  task<void> keep_alive(int user) {
    co_await ping(user);
    auto it = seen_.find(user);
    if (it == seen_.end())
      co_return;
    it->second += 1;
    ++pings_;
  }
  task<void> expire(int user) {
    co_await delay();
    seen_.erase(user);
  }
  task<void> serve(int user) { co_await when_all(keep_alive(user), expire(user)); }
  int pings() const { return pings_; }

private:
  task<void> ping(int) { co_await delay(); }

  std::map<int, tracked<int>> seen_;
  int pings_ = 0;
};

task<int> program() {
  sessions all;
  all.log_in(7);
  co_await all.serve(7);
  co_return all.pings();
}
const registration registered(program);
} // namespace iterator_into_map::remedy
