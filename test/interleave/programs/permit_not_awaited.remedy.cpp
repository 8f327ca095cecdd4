// VERDICT: holds
// The permit is awaited.
#include "interleave.h"

namespace permit_not_awaited::remedy {
using namespace interleave;

class downloads {
public:
  task<void> fetch() {
    co_await slots_.acquire();
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
} // namespace permit_not_awaited::remedy
