// VERDICT: holds
// The question is asked when the answer is needed.
#include "interleave.h"

#include <vector>

namespace stale_decision::remedy {
using namespace interleave;

class replica {
public:
  void start() { timer_ = spawn(election_timer()); }
  task<void> stop() { co_await timer_.join(); }

  task<void> propose(int value) {
    co_await flush_log();
    if (leads_)
      commit(value);
  }
  std::size_t commits() const { return log_.size(); }

private:
  void commit(int value) {
    check(leads_, "a follower committed");
    log_.push_back(value);
  }
  task<void> election_timer() {
    co_await delay();
    leads_ = false;
  }
  task<void> flush_log() { co_await delay(); }

  bool leads_ = true;
  std::vector<int> log_;
  job timer_;
};

task<int> program() {
  replica one;
  one.start();
  co_await one.propose(1);
  co_await one.stop();
  co_return int(one.commits());
}
const registration registered(program);
} // namespace stale_decision::remedy
