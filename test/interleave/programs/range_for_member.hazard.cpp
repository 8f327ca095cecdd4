// VERDICT: breaks: used after the end of its life
// A message is delivered to each listener of a member vector, with a wait in the loop; whoever
// subscribes meanwhile moves the vector away under the loop.
#include "interleave.h"

namespace range_for_member::hazard {
using namespace interleave;

class newsletter {
public:
  task<void> publish() {
    for (const tracked<int> &reader : readers_) // EXPECT: async-invalidated-reference
      co_await deliver(reader);
  }
  task<void> sign_up(int reader) {
    co_await delay();
    readers_.push_back(reader);
  }
  void add(int reader) { readers_.push_back(reader); }
  task<void> run() { co_await when_all(publish(), sign_up(3)); }
  int delivered() const { return delivered_; }

private:
  task<void> deliver(int) {
    co_await delay();
    ++delivered_;
  }

  std::vector<tracked<int>> readers_;
  int delivered_ = 0;
};

task<int> program() {
  newsletter weekly;
  weekly.add(1);
  weekly.add(2);
  co_await weekly.run();
  co_return weekly.delivered();
}
const registration registered(program);
} // namespace range_for_member::hazard
