// VERDICT: holds
// What needs the lock and what takes it are two functions.
#include "interleave.h"

namespace reentrant_lock::remedy {
using namespace interleave;

class notebook {
public:
  task<void> save() {
    auto turn = co_await lock_.scoped_lock();
    co_await write_page();
    if (unsaved_ > 1)
      co_await flush_locked();
    unsaved_ = 0;
  }
  task<void> flush() {
    auto turn = co_await lock_.scoped_lock();
    co_await flush_locked();
  }
  task<void> type() {
    co_await delay();
    ++unsaved_;
  }
  task<void> run() { co_await when_all(save(), type()); }
  int pages() const { return pages_; }

private:
  task<void> flush_locked() { co_await write_page(); }
  task<void> write_page() {
    co_await delay();
    ++pages_;
  }

  async_mutex lock_;
  int unsaved_ = 1;
  int pages_ = 0;
};

task<int> program() {
  notebook n;
  co_await n.run();
  co_return n.pages();
}
const registration registered(program);
} // namespace reentrant_lock::remedy
