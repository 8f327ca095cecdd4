// VERDICT: breaks: used after the end of its life
// The handle of a running refresh is overwritten by that of the next; stop() joins only the
// last, and the first works on after the cache is gone.
#include "interleave.h"

namespace handle_overwritten::hazard {
using namespace interleave;

class cache {
public:
  void refresh() {
    refresh_ = spawn(load()); // EXPECT: async-unjoined-task
  }
  task<void> stop() {
    if (refresh_.started())
      co_await refresh_.join();
    total_ = entries_;
  }
  int total() const { return total_; }

private:
  task<void> load() {
    co_await delay();
    entries_ += 1;
  }

  job refresh_;
  tracked<int> entries_ = 0;
  int total_ = 0;
};

task<int> run_server() {
  cache names;
  names.refresh();
  names.refresh();
  co_await names.stop();
  co_return names.total();
}

task<int> program() { co_return co_await run_server(); }
const registration registered(program);
} // namespace handle_overwritten::hazard
