// VERDICT: holds
// The counter is joined on every path.
#include "interleave.h"

namespace unjoined_task::remedy {
using namespace interleave;

task<void> count_words(tracked<int> &words) {
  co_await delay();
  words += 100;
}

task<void> parse(bool &broken) {
  co_await delay();
  broken = true;
}

task<int> digest() {
  tracked<int> words = 0;
  bool broken = false;
  job counting = spawn(count_words(words));
  job parsing = spawn(parse(broken));
  co_await parsing.join();
  co_await counting.join();
  if (broken)
    co_return -1;
  co_return words;
}

task<int> program() { co_return co_await digest(); }
const registration registered(program);
} // namespace unjoined_task::remedy
