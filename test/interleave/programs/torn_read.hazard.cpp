// VERDICT: breaks: the range is empty
// The two ends of a range are read in different steps, and may belong to different ranges.
#include "interleave.h"

namespace torn_read::hazard {
using namespace interleave;

class thermostat {
public:
  task<void> regulate() {
    const int low = low_;
    const int now = co_await measure();
    const int high = high_; // EXPECT(possible): async-stale-state
    check(low <= high, "the range is empty");
    heating_ = now < (low + high) / 2;
  }
  task<void> dial(int low, int high) {
    co_await delay();
    low_ = low;
    high_ = high;
  }
  bool heating() const { return heating_; }
  task<void> run() { co_await when_all(regulate(), dial(10, 14)); }

private:
  task<int> measure() {
    co_await delay();
    co_return 17;
  }

  int low_ = 20;
  int high_ = 24;
  bool heating_ = false;
};

task<int> program() {
  thermostat hall;
  co_await hall.run();
  co_return hall.heating();
}
const registration registered(program);
} // namespace torn_read::hazard
