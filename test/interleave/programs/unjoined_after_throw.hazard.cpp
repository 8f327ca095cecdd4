// VERDICT: breaks: used after the end of its life
// A counter is started that writes to this frame. When parsing throws, the frame goes while the
// counter runs.
#include "interleave.h"

#include <stdexcept>

namespace unjoined_after_throw::hazard {
using namespace interleave;

task<void> count_words(tracked<int> &words) {
  co_await delay();
  words += 100;
}

task<int> parse(int pages) {
  co_await delay();
  if (pages == 0)
    throw std::runtime_error("an empty document");
  co_return pages;
}

task<int> digest(int pages) {
  tracked<int> words = 0;
  job counting = spawn(count_words(words)); // EXPECT: async-unjoined-task
  const int parsed = co_await parse(pages);
  co_await counting.join();
  co_return words / parsed;
}

task<int> program() {
  try {
    co_return co_await digest(0);
  } catch (const std::runtime_error &) {
    co_return -1;
  }
}
const registration registered(program);
} // namespace unjoined_after_throw::hazard
