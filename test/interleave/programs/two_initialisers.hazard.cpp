// VERDICT: breaks: two connections were made
// Two first users both find no connection and both make one; the first user keeps working with a
// connection that was replaced.
#include "interleave.h"

namespace two_initialisers::hazard {
using namespace interleave;

class database {
public:
  task<int> query() {
    if (connection_ == 0)
      connection_ = co_await connect(); // EXPECT: async-stale-state
    co_return connection_;
  }
  task<std::vector<int>> warm_up() { co_return co_await when_all(query(), query()); }

private:
  task<int> connect() {
    const int made = ++made_;
    co_await delay();
    co_return made;
  }

  int connection_ = 0;
  int made_ = 0;
};

task<int> program() {
  database users;
  const auto used = co_await users.warm_up();
  check(used[0] == used[1], "two connections were made");
  co_return used[1];
}
const registration registered(program);
} // namespace two_initialisers::hazard
