// VERDICT: holds
// The guard lives as long as the section.
#include "interleave.h"

namespace guard_dies_at_once::remedy {
using namespace interleave;

class mailbox {
public:
  task<void> move_all(mailbox &to) {
    auto turn = co_await lock_.scoped_lock();
    const int letters = letters_;
    co_await to.receive(letters);
    letters_ -= letters;
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
} // namespace guard_dies_at_once::remedy
