// VERDICT: holds
// The readings are in a vector, which knows how many there are.
#include "interleave.h"

namespace channel_short_of_one::remedy {
using namespace interleave;

class station {
public:
  task<int> survey() {
    std::vector<int> readings;
    for (int n = 0; n != 2; ++n) {
      co_await delay();
      if (on_[n])
        readings.push_back(10);
    }
    int sum = 0;
    for (int next : readings)
      sum += next;
    co_return sum;
  }
  task<void> work() { sum_ = co_await survey(); }
  task<void> switch_off(int n) {
    co_await delay();
    on_[n] = false;
  }
  task<void> run() { co_await when_all(work(), switch_off(1)); }
  int sum() const { return sum_; }

private:
  bool on_[2] = {true, true};
  int sum_ = 0;
};

task<int> program() {
  station s;
  co_await s.run();
  co_return s.sum();
}
const registration registered(program);
} // namespace channel_short_of_one::remedy
