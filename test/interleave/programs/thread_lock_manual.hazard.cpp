// VERDICT: breaks: the loop is blocked
// A threading lock is taken by hand and held over a wait.
#include "interleave.h"

namespace thread_lock_manual::hazard {
using namespace interleave;

class statistics {
public:
  task<void> record(int value) {
    lock_.lock(); // EXPECT: async-lock-across-suspension
    sum_ += value;
    co_await publish();
    ++published_;
    lock_.unlock();
  }
  task<void> run() { co_await when_all(record(1), record(2)); }
  int sum() const { return sum_; }

private:
  task<void> publish() { co_await delay(); }

  thread_mutex lock_;
  int sum_ = 0;
  int published_ = 0;
};

task<int> program() {
  statistics s;
  co_await s.run();
  co_return s.sum();
}
const registration registered(program);
} // namespace thread_lock_manual::hazard
