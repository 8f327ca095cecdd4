// VERDICT: holds
// The loop runs over a copy.
#include "interleave.h"

namespace range_for_member::remedy {
using namespace interleave;

class newsletter {
public:
  task<void> publish() {
    const std::vector<tracked<int>> now = readers_;
    for (const tracked<int> &reader : now)
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
} // namespace range_for_member::remedy
