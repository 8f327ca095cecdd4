// RACE: the tasks of a loop append to one vector, on the threads of the pool.
#include "threads.h"

namespace append_in_loop::hazard {
using namespace threads;

task<> find(int n, std::vector<int> &found) {
  co_await resume_on(pool());
  together();
  found.push_back(n); // ALSO: async-thread-mixing
}

task<> program() {
  std::vector<int> found;
  found.reserve(8);
  std::vector<task<>> all;
  for (int n = 0; n != 2; ++n)
    all.push_back(find(n, found));
  co_await when_all(std::move(all)); // EXPECT: async-concurrent-mutation
}
const registration registered("append_in_loop.hazard", program);
} // namespace append_in_loop::hazard
