// VERDICT: holds
// Each round reads the size and the element anew, and the list only grows.
#include "interleave.h"

namespace indexed_loop::clean {
using namespace interleave;

class mailing_list {
public:
  mailing_list() : members_(1, 1) {}
  task<void> run() { co_await when_all(send_all(), join(2)); }
  int sent() const { return sent_; }

private:
  task<void> send_all() {
    for (std::size_t i = 0; i < members_.size(); ++i)
      co_await send(members_[i]);
  }
  task<void> join(int member) {
    co_await delay();
    members_.push_back(member);
  }
  task<void> send(int) {
    co_await delay();
    ++sent_;
  }

  std::vector<tracked<int>> members_;
  int sent_ = 0;
};

task<int> program() {
  mailing_list m;
  co_await m.run();
  check(m.sent() >= 1, "a member got nothing");
  co_return m.sent() > 0;
}
const registration registered(program);
} // namespace indexed_loop::clean
