// VERDICT: holds
// The first user connects, the others wait for it.
#include "interleave.h"

namespace two_initialisers::remedy {
using namespace interleave;

class database {
public:
  task<int> query() {
    if (!connecting_) {
      connecting_ = true;
      connection_ = co_await connect();
      connected_.set();
    }
    co_await connected_.wait();
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
  bool connecting_ = false;
  event connected_;
};

task<int> program() {
  database users;
  const auto used = co_await users.warm_up();
  check(used[0] == used[1], "two connections were made");
  co_return used[1];
}
const registration registered(program);
} // namespace two_initialisers::remedy
