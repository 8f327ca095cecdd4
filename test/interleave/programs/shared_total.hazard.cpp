// VERDICT: breaks: a file was not counted
// Tasks that were started together add to one local, each with a wait between its read and its
// write.
#include "interleave.h"

namespace shared_total::hazard {
using namespace interleave;

task<void> count(int file, int &total) {
  const int before = total;
  co_await delay();
  total = before + file; // ALSO: async-stale-state
}

task<int> count_all() {
  int total = 0;
  co_await when_all(count(10, total), count(20, total)); // EXPECT: async-concurrent-mutation
  co_return total;
}

task<int> program() {
  const int words = co_await count_all();
  check(words == 30, "a file was not counted");
  co_return words;
}
const registration registered(program);
} // namespace shared_total::hazard
