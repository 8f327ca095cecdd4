// VERDICT: holds
// Everybody takes the locks in one order.
#include "interleave.h"

namespace lock_order::remedy {
using namespace interleave;

class ledger {
public:
  task<void> book() {
    auto accounts = co_await accounts_.scoped_lock();
    co_await delay();
    auto journal = co_await journal_.scoped_lock();
    ++entries_;
  }
  task<void> audit() {
    auto accounts = co_await accounts_.scoped_lock();
    co_await delay();
    auto journal = co_await journal_.scoped_lock();
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
} // namespace lock_order::remedy
