// VERDICT: holds
// A flag that only its claimant clears keeps the section to one coroutine, so what is read in it
// stays true.
#include "interleave.h"

namespace busy_flag::clean {
using namespace interleave;

class backup {
public:
  task<void> run() { co_await when_all(save(), save()); }
  int saved() const { return saved_; }

private:
  task<void> save() {
    if (busy_)
      co_return;
    busy_ = true;
    const int before = saved_;
    co_await write();
    check(saved_ == before, "two backups at a time");
    saved_ = before + 1;
    busy_ = false;
  }
  task<void> write() { co_await delay(); }

  bool busy_ = false;
  int saved_ = 0;
};

task<int> program() {
  backup nightly;
  co_await nightly.run();
  co_return nightly.saved() > 0;
}
const registration registered(program);
} // namespace busy_flag::clean
