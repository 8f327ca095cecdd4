// VERDICT: breaks: used after the end of its life
// A span over a member vector is read after a wait in which the vector may grow.
#include "interleave.h"

#include <span>

namespace span_over_buffer::hazard {
using namespace interleave;

class scope {
public:
  scope() : samples_(2, 1) {}

  task<void> draw() {
    const std::span<const tracked<int>> trace(samples_);
    co_await next_frame();
    for (const tracked<int> &sample : trace) // EXPECT: async-invalidated-reference
      drawn_ += sample;
  }
  task<void> record() {
    co_await delay();
    samples_.push_back(0);
  }
  task<void> run() { co_await when_all(draw(), record()); }
  int drawn() const { return drawn_; }

private:
  task<void> next_frame() { co_await delay(); }

  std::vector<tracked<int>> samples_;
  int drawn_ = 0;
};

task<int> program() {
  scope bench;
  co_await bench.run();
  co_return bench.drawn();
}
const registration registered(program);
} // namespace span_over_buffer::hazard
