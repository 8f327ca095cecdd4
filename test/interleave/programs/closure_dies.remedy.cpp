// VERDICT: holds
// The letter and the office are parameters of the task: they live in its frame, as long as it
// does.
#include "interleave.h"

namespace closure_dies::remedy {
using namespace interleave;

class post_office {
public:
  task<void> post(int weight) {
    tracked<int> letter = weight;
    auto step = [](post_office &office, tracked<int> letter) -> task<void> {
      office.sealed_.set();
      co_await delay();
      office.posted_ += letter;
    };
    posting_.push_back(spawn(step(*this, letter)));
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
} // namespace closure_dies::remedy
