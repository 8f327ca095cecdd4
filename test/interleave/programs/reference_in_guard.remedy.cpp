// VERDICT: holds
// The guard works on a copy of the shared owner.
#include "interleave.h"

#include <list>
#include <memory>

namespace reference_in_guard::remedy {
using namespace interleave;

struct transfer {
  tracked<bool> ended = false;
};

class downloads {
public:
  task<void> download() {
    transfers_.push_back(std::make_shared<transfer>());
    const std::shared_ptr<transfer> mine = transfers_.back();
    scope_exit finish([mine] { mine->ended = true; });
    co_await fetch();
    ++done_;
  }
  task<void> cancel_all() {
    co_await delay();
    transfers_.clear();
  }
  task<void> run() { co_await when_all(download(), cancel_all()); }
  int done() const { return done_; }

private:
  task<void> fetch() { co_await delay(); }

  std::list<std::shared_ptr<transfer>> transfers_;
  int done_ = 0;
};

task<int> program() {
  downloads all;
  co_await all.run();
  co_return all.done();
}
const registration registered(program);
} // namespace reference_in_guard::remedy
