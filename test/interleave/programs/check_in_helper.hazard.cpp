// VERDICT: breaks: more cars than places
// The check and the act hide in helpers; between them lies a suspension.
#include "interleave.h"

namespace check_in_helper::hazard {
using namespace interleave;

class parking {
public:
  task<void> arrive(int cars) {
    std::vector<task<void>> all;
    for (int i = 0; i != cars; ++i)
      all.push_back(enter());
    co_await when_all(std::move(all));
  }
  int inside() const { return inside_; }

private:
  bool full() const { return inside_ == places; }
  void admit() { ++inside_; }
  task<void> open_gate() { co_await delay(); }

  task<void> enter() {
    if (full())
      co_return;
    co_await open_gate();
    admit(); // EXPECT: async-stale-state
  }

  static constexpr int places = 1;
  int inside_ = 0;
};

task<int> program() {
  parking station;
  co_await station.arrive(2);
  check(station.inside() <= 1, "more cars than places");
  co_return station.inside();
}
const registration registered(program);
} // namespace check_in_helper::hazard
