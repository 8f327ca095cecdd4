// VERDICT: breaks: used after the end of its life
// One local has the handle of each task in turn. Only the last task is joined; the others write
// to a frame that may be gone.
#include "interleave.h"

namespace last_one_joined::hazard {
using namespace interleave;

task<void> count(int lines, tracked<int> &total) {
  co_await delay();
  total += lines;
}

task<void> count_all(int files) {
  tracked<int> total = 0;
  job counting;
  for (int n = 0; n != files; ++n)
    counting = spawn(count(10, total)); // EXPECT: async-unjoined-task
  co_await counting.join();
}

task<int> program() {
  co_await count_all(2);
  co_return 0;
}
const registration registered(program);
} // namespace last_one_joined::hazard
