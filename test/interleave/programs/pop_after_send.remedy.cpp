// VERDICT: holds
// The message is taken out before it is sent.
#include "interleave.h"

#include <algorithm>
#include <deque>

namespace pop_after_send::remedy {
using namespace interleave;

class outbox {
public:
  task<void> drain() {
    while (!queue_.empty()) {
      const int message = queue_.front();
      queue_.pop_front();
      co_await send(message);
    }
  }
  task<void> reconnects() {
    co_await delay();
    queue_.clear();
    queue_.push_back(hello);
  }
  void post(int message) { queue_.push_back(message); }
  bool said_hello() const { return std::count(sent_.begin(), sent_.end(), hello) != 0; }
  task<void> run() { co_await when_all(drain(), reconnects()); }

private:
  static constexpr int hello = 99;
  task<void> send(int message) {
    co_await delay();
    sent_.push_back(message);
  }

  std::deque<int> queue_;
  std::vector<int> sent_;
};

task<int> program() {
  outbox out;
  out.post(1);
  co_await out.run();
  co_await out.drain();
  check(out.said_hello(), "the greeting was dropped unsent");
  co_return out.said_hello();
}
const registration registered(program);
} // namespace pop_after_send::remedy
