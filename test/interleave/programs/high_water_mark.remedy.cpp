// VERDICT: holds
// The comparison is made in the step that stores.
#include "interleave.h"

#include <algorithm>

namespace high_water_mark::remedy {
using namespace interleave;

class gauge {
public:
  task<void> sample(std::vector<int> values) {
    std::vector<task<void>> all;
    for (int value : values)
      all.push_back(observe(value));
    co_await when_all(std::move(all));
  }
  int peak() const { return peak_; }

private:
  task<void> observe(int value) {
    if (value > peak_) {
      co_await log(value);
      peak_ = std::max(peak_, value);
    }
  }
  task<void> log(int) { co_await delay(); }

  int peak_ = 0;
};

task<int> program() {
  gauge load;
  const std::vector<int> values{3, 8};
  co_await load.sample(values);
  check(load.peak() == 8, "the peak went down");
  co_return load.peak();
}
const registration registered(program);
} // namespace high_water_mark::remedy
