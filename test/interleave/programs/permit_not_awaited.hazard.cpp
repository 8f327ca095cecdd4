// VERDICT: breaks: more downloads at a time than slots
// A permit is asked for, and nobody awaits it.
#include "interleave.h"

namespace permit_not_awaited::hazard {
using namespace interleave;

class downloads {
public:
  task<void> fetch() {
    slots_.acquire(); // EXPECT: async-unawaited-lock
    ++running_;
    check(running_ <= 1, "more downloads at a time than slots");
    co_await delay();
    --running_;
    ++done_;
    slots_.release();
  }
  task<void> run() { co_await when_all(fetch(), fetch()); }
  int done() const { return done_; }

private:
  semaphore slots_{1};
  int running_ = 0;
  int done_ = 0;
};

task<int> program() {
  downloads d;
  co_await d.run();
  co_return d.done();
}
const registration registered(program);
} // namespace permit_not_awaited::hazard
