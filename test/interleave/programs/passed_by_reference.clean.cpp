// VERDICT: holds
// std::max gets a reference to the peak before the wait and reads it after.
#include "interleave.h"

#include <algorithm>

namespace passed_by_reference::clean {
using namespace interleave;

class gauge {
public:
  task<void> run() { co_await when_all(observe(3), observe(8)); }
  int peak() const { return peak_; }

private:
  task<void> observe(int value) { peak_ = std::max(peak_, co_await smooth(value)); }
  task<int> smooth(int value) {
    co_await delay();
    co_return value;
  }

  int peak_ = 0;
};

task<int> program() {
  gauge wind;
  co_await wind.run();
  check(wind.peak() == 8, "the peak went down");
  co_return wind.peak();
}
const registration registered(program);
} // namespace passed_by_reference::clean
