// VERDICT: holds
// It is given back on both.
#include "interleave.h"

#include <mutex>

namespace thread_lock_on_one_path::remedy {
using namespace interleave;

class recorder {
public:
  task<void> record(int level) {
    std::unique_lock hold(lock_);
    ++records_;
    const bool quiet = level == 0;
    hold.unlock();
    if (quiet)
      co_return;
    co_await write(level);
  }
  task<void> run() { co_await when_all(record(1), record(0)); }
  int records() const { return records_; }

private:
  task<void> write(int) { co_await delay(); }

  thread_mutex lock_;
  int records_ = 0;
};

task<int> program() {
  recorder r;
  co_await r.run();
  co_return r.records();
}
const registration registered(program);
} // namespace thread_lock_on_one_path::remedy
