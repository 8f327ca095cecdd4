// VERDICT: breaks: no progress
// A coroutine collects its readings in a channel of its own, and takes out as many as there were
// sensors at first. If one was switched off meanwhile, it waits for a reading that only it could
// send.
#include "interleave.h"

namespace channel_short_of_one::hazard {
using namespace interleave;

class station {
public:
  task<int> survey() {
    channel<int> readings; // EXPECT: async-redundant-channel
    for (int n = 0; n != 2; ++n) {
      co_await delay();
      if (on_[n])
        readings.push(10);
    }
    int sum = 0;
    for (int n = 0; n != 2; ++n) {
      std::optional<int> next = co_await readings.pop();
      sum += next.value_or(0);
    }
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
} // namespace channel_short_of_one::hazard
