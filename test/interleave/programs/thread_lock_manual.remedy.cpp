// VERDICT: holds
// It is unlocked before the wait and taken again after it; what was read is read again.
#include "interleave.h"

namespace thread_lock_manual::remedy {
using namespace interleave;

class statistics {
public:
  task<void> record(int value) {
    lock_.lock();
    sum_ += value;
    lock_.unlock();
    co_await publish();
    lock_.lock();
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
} // namespace thread_lock_manual::remedy
