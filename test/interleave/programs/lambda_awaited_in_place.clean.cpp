// VERDICT: holds
// The lambda captures a local by reference, but its parent awaits it at once: the two never run
// at the same time.
#include "interleave.h"

namespace lambda_awaited_in_place::clean {
using namespace interleave;

task<int> collect(int pages) {
  int words = 0;
  auto read_page = [&words](int page) -> task<void> {
    const int before = words;
    co_await delay();
    words = before + page;
  };
  for (int page = 1; page <= pages; ++page)
    co_await read_page(page);
  co_return words;
}

task<int> program() {
  const auto words = co_await when_all(collect(2), collect(3));
  check(words[0] == 3 && words[1] == 6, "words were lost");
  co_return words[0] + words[1];
}
const registration registered(program);
} // namespace lambda_awaited_in_place::clean
