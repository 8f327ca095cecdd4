// VERDICT: breaks: used after the end of its life
// A counter is started that writes to this frame; when the document is found to be broken, the
// frame goes while the counter runs.
#include "interleave.h"

namespace unjoined_task::hazard {
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
  job counting = spawn(count_words(words)); // EXPECT: async-unjoined-task
  job parsing = spawn(parse(broken));
  co_await parsing.join();
  if (broken)
    co_return -1; // ALSO: async-unjoined-task
  co_await counting.join();
  co_return words;
}

task<int> program() { co_return co_await digest(); }
const registration registered(program);
} // namespace unjoined_task::hazard
