// VERDICT: holds
// Each task keeps its handle, and all are joined.
#include "interleave.h"

namespace last_one_joined::remedy {
using namespace interleave;

task<void> count(int lines, tracked<int> &total) {
  co_await delay();
  total += lines;
}

task<void> count_all(int files) {
  tracked<int> total = 0;
  std::vector<job> counting;
  for (int n = 0; n != files; ++n)
    counting.push_back(spawn(count(10, total)));
  for (job &each : counting)
    co_await each.join();
}

task<int> program() {
  co_await count_all(2);
  co_return 0;
}
const registration registered(program);
} // namespace last_one_joined::remedy
