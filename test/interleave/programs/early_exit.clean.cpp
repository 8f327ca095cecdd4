// VERDICT: holds
// That the stop flag was down is only a reason to begin. To end one piece of work after it went
// up does no harm.
#include "interleave.h"

namespace early_exit::clean {
using namespace interleave;

class crawler {
public:
  task<void> run() { co_await when_all(crawl(), crawl(), stop()); }
  int started() const { return started_; }
  int ended() const { return ended_; }

private:
  task<void> crawl() {
    if (stopping_)
      co_return;
    ++started_;
    co_await fetch();
    ++ended_;
  }
  task<void> stop() {
    co_await delay();
    stopping_ = true;
  }
  task<void> fetch() { co_await delay(); }

  bool stopping_ = false;
  int started_ = 0;
  int ended_ = 0;
};

task<int> program() {
  crawler c;
  co_await c.run();
  check(c.started() == c.ended(), "a page was left half fetched");
  co_return c.ended();
}
const registration registered(program);
} // namespace early_exit::clean
