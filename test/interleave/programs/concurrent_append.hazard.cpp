// VERDICT: breaks: the pages are out of order
// Two tasks append to one vector; which comes first depends on who answers first.
#include "interleave.h"

#include <vector>

namespace concurrent_append::hazard {
using namespace interleave;

task<void> load(int page, std::vector<int> &out) {
  co_await delay();
  out.push_back(page);
}

task<std::vector<int>> load_both() {
  std::vector<int> pages;
  co_await when_all(load(1, pages), load(2, pages)); // EXPECT: async-concurrent-mutation
  co_return pages;
}

task<int> program() {
  const std::vector<int> pages = co_await load_both();
  check(pages[0] == 1 && pages[1] == 2, "the pages are out of order");
  co_return int(pages.size());
}
const registration registered(program);
} // namespace concurrent_append::hazard
