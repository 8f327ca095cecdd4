// VERDICT: holds
// The counter is joined before the error goes on.
#include "interleave.h"

#include <stdexcept>

namespace unjoined_after_throw::remedy {
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
  int parsed = 0;
  std::exception_ptr error;
  job counting = spawn(count_words(words));
  try {
    parsed = co_await parse(pages);
  } catch (...) {
    error = std::current_exception();
  }
  co_await counting.join();
  if (error)
    std::rethrow_exception(error);
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
} // namespace unjoined_after_throw::remedy
