// VERDICT: holds
// The element is found by its index after the wait.
#include "interleave.h"

namespace reference_into_vector::remedy {
using namespace interleave;

struct peer {
  tracked<int> sent = 0;
};

class lobby {
public:
  lobby() : peers_(1) {}

  task<void> open() { co_await when_all(greet(0), accept()); }
  int sent(std::size_t i) const { return peers_[i].sent; }

private:
  task<void> greet(std::size_t i) {
    co_await send();
    peers_[i].sent += 1;
  }
  task<void> accept() {
    co_await delay();
    peers_.push_back(peer());
  }
  task<void> send() { co_await delay(); }

  std::vector<peer> peers_;
};

task<int> program() {
  lobby l;
  co_await l.open();
  co_return l.sent(0);
}
const registration registered(program);
} // namespace reference_into_vector::remedy
