// VERDICT: holds
// The tasks return what they counted; their starter adds it up.
#include "interleave.h"

namespace shared_total::remedy {
using namespace interleave;

task<int> count(int file) {
  co_await delay();
  co_return file;
}

task<int> count_all() {
  int total = 0;
  for (int each : co_await when_all(count(10), count(20)))
    total += each;
  co_return total;
}

task<int> program() {
  const int words = co_await count_all();
  check(words == 30, "a file was not counted");
  co_return words;
}
const registration registered(program);
} // namespace shared_total::remedy
