// VERDICT: holds
// stop() joins every refresh.
#include "interleave.h"

namespace handle_overwritten::remedy {
using namespace interleave;

class cache {
public:
  void refresh() { refreshes_.push_back(spawn(load())); }
  task<void> stop() {
    for (job &each : refreshes_)
      co_await each.join();
    total_ = entries_;
  }
  int total() const { return total_; }

private:
  task<void> load() {
    co_await delay();
    entries_ += 1;
  }

  std::vector<job> refreshes_;
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
} // namespace handle_overwritten::remedy
