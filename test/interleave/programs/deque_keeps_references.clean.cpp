// VERDICT: holds
// push_back on a deque invalidates iterators and no reference ([deque.modifiers]/1).
#include "interleave.h"

#include <deque>

namespace deque_keeps_references::clean {
using namespace interleave;

class feed {
public:
  feed() : posts_(1) {}
  task<void> run() { co_await when_all(count_view(), receive()); }
  int views() const { return posts_[0]; }

private:
  task<void> count_view() {
    tracked<int> &first = posts_.front();
    co_await show();
    first += 1;
  }
  task<void> receive() {
    for (int i = 0; i != 2; ++i) {
      co_await delay();
      for (int k = 0; k != 500; ++k)
        posts_.push_back(0);
    }
  }
  task<void> show() { co_await delay(); }

  std::deque<tracked<int>> posts_;
};

task<int> program() {
  feed f;
  co_await f.run();
  check(f.views() == 1, "a view was counted in another post");
  co_return f.views();
}
const registration registered(program);
} // namespace deque_keeps_references::clean
