// VERDICT: breaks: exception escaped
// Both workers see the one job that is left, both wait for a slot, and one takes a job that is
// not there.
#include "interleave.h"

#include <deque>

namespace two_consumers::hazard {
using namespace interleave;

class job_queue {
public:
  task<void> run_workers() { co_await when_all(work(), work()); }
  void post(int job) { jobs_.push_back(job); }
  int done() const { return done_; }

private:
  task<void> work() {
    while (!jobs_.empty()) {
      co_await free_slot();
      const int job = jobs_.at(0); // EXPECT: async-stale-state
      jobs_.pop_front();
      done_ += job;
    }
  }
  task<void> free_slot() { co_await delay(); }

  std::deque<int> jobs_;
  int done_ = 0;
};

task<int> program() {
  job_queue queue;
  queue.post(5);
  co_await queue.run_workers();
  co_return queue.done();
}
const registration registered(program);
} // namespace two_consumers::hazard
