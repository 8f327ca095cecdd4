// VERDICT: breaks: used after the end of its life
// An iterator into a map of sessions outlives the session that it points to, which expires
// during the ping.
#include "interleave.h"

#include <map>

namespace iterator_into_map::hazard {
using namespace interleave;

class sessions {
public:
  void log_in(int user) { seen_.emplace(user, 1); }
  task<void> keep_alive(int user) {
    auto it = seen_.find(user);
    if (it == seen_.end())
      co_return;
    co_await ping(user);
    it->second += 1; // EXPECT: async-invalidated-reference
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
} // namespace iterator_into_map::hazard
