// VERDICT: breaks: no progress
// Two coroutines take two locks in opposite orders, and wait for each other for ever.
#include "interleave.h"

namespace lock_order::hazard {
using namespace interleave;

class ledger {
public:
  task<void> book() {
    auto accounts = co_await accounts_.scoped_lock();
    co_await delay();
    auto journal = co_await journal_.scoped_lock(); // EXPECT: async-lock-order
    ++entries_;
  }
  task<void> audit() {
    auto journal = co_await journal_.scoped_lock();
    co_await delay();
    auto accounts = co_await accounts_.scoped_lock(); // ALSO: async-lock-order
    audited_ = entries_;
  }
  task<void> run() { co_await when_all(book(), audit()); }
  int entries() const { return entries_; }

private:
  async_mutex accounts_;
  async_mutex journal_;
  int entries_ = 0;
  int audited_ = 0;
};

task<int> program() {
  ledger l;
  co_await l.run();
  co_return l.entries();
}
const registration registered(program);
} // namespace lock_order::hazard
