// VERDICT: holds
// A vector holds them.
#include "interleave.h"

namespace channel_to_itself::remedy {
using namespace interleave;

task<int> twice(int n) {
  co_await delay();
  co_return 2 * n;
}

task<int> program() {
  std::vector<int> results;
  for (int n = 1; n <= 3; ++n)
    results.push_back(co_await twice(n));
  int sum = 0;
  for (int each : results)
    sum += each;
  co_return sum;
}
const registration registered(program);
} // namespace channel_to_itself::remedy
