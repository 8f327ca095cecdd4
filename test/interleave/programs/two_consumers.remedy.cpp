// VERDICT: holds
// A job is taken in the step that sees it.
#include "interleave.h"

#include <deque>

namespace two_consumers::remedy {
using namespace interleave;

class job_queue {
public:
  task<void> run_workers() { co_await when_all(work(), work()); }
  void post(int job) { jobs_.push_back(job); }
  int done() const { return done_; }

private:
  task<void> work() {
    while (!jobs_.empty()) {
      const int job = jobs_.at(0);
      jobs_.pop_front();
      co_await free_slot();
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
} // namespace two_consumers::remedy
