// VERDICT(clang): breaks: used after the end of its life
// VERDICT(gcc): holds
// The object of a call comes before its arguments ([expr.call]/8), so a reference into the
// vector is held during the wait. GCC 12 gets the order wrong and evaluates the object last.
#include "interleave.h"

namespace object_evaluated_first::hazard {
using namespace interleave;

class lane {
public:
  void add(int cars) { cars_ += cars; }
  int cars() const { return cars_; }

private:
  tracked<int> cars_ = 0;
};

class toll_station {
public:
  toll_station() : lanes_(1) {}

  task<void> count(std::size_t i) {
    lanes_[i].add(co_await read_sensor()); // EXPECT: async-invalidated-reference
  }
  task<void> open_lane() {
    co_await delay();
    lanes_.push_back(lane());
  }
  task<void> run() { co_await when_all(count(0), open_lane()); }
  int cars(std::size_t i) const { return lanes_[i].cars(); }

private:
  task<int> read_sensor() {
    co_await delay();
    co_return 3;
  }

  std::vector<lane> lanes_;
};

task<int> program() {
  toll_station bridge;
  co_await bridge.run();
  co_return bridge.cars(0);
}
const registration registered(program);
} // namespace object_evaluated_first::hazard
