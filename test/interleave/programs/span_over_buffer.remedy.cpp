// VERDICT: holds
// The span is made after the wait.
#include "interleave.h"

#include <span>

namespace span_over_buffer::remedy {
using namespace interleave;

class scope {
public:
  scope() : samples_(2, 1) {}

  task<void> draw() {
    co_await next_frame();
    const std::span<const tracked<int>> trace(samples_);
    for (const tracked<int> &sample : trace)
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
} // namespace span_over_buffer::remedy
