// VERDICT: breaks: used after the end of its life
// A letter is posted by a task that is a coroutine of a closure. The closure is a local, and dies
// with what it has captured when the function ends, which waits only until the letter is sealed.
#include "interleave.h"

namespace closure_dies::hazard {
using namespace interleave;

class post_office {
public:
  task<void> post(int weight) {
    tracked<int> letter = weight;
    auto step = [this, letter]() -> task<void> {
      sealed_.set();
      co_await delay();
      posted_ += letter;
    };
    posting_.push_back(spawn(step())); // EXPECT: async-unjoined-task
    co_await sealed_.wait();
  }
  task<void> close() {
    std::vector<job> posting = std::exchange(posting_, {});
    for (job &one : posting)
      co_await one.join();
  }
  int posted() const { return posted_; }

private:
  int posted_ = 0;
  event sealed_;
  std::vector<job> posting_;
};

task<int> program() {
  post_office office;
  co_await office.post(1);
  co_await office.close();
  co_return office.posted();
}
const registration registered(program);
} // namespace closure_dies::hazard
