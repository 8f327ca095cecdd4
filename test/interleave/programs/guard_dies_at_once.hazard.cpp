// VERDICT: breaks: letters were copied
// The lock is awaited, but its guard has no name and gives it back at the semicolon.
#include "interleave.h"

namespace guard_dies_at_once::hazard {
using namespace interleave;

class mailbox {
public:
  task<void> move_all(mailbox &to) {
    (void)co_await lock_.scoped_lock(); // EXPECT: async-unawaited-lock
    const int letters = letters_;
    co_await to.receive(letters);
    letters_ -= letters; // ALSO: async-stale-state
  }
  task<void> receive(int letters) {
    co_await delay();
    letters_ += letters;
  }
  task<void> run(mailbox &to) { co_await when_all(move_all(to), move_all(to)); }
  int letters() const { return letters_; }
  explicit mailbox(int letters) : letters_(letters) {}

private:
  async_mutex lock_;
  int letters_;
};

task<int> program() {
  mailbox from(3), to(0);
  co_await from.run(to);
  check(from.letters() == 0 && to.letters() == 3, "letters were copied");
  co_return to.letters();
}
const registration registered(program);
} // namespace guard_dies_at_once::hazard
