// VERDICT: holds
// Each task returns its part, and who started them joins the parts.
#include "interleave.h"

#include <vector>

namespace concurrent_append::remedy {
using namespace interleave;

task<int> load(int page) {
  co_await delay();
  co_return page;
}

task<std::vector<int>> load_both() {
  std::vector<int> pages = co_await when_all(load(1), load(2));
  co_return pages;
}

task<int> program() {
  const std::vector<int> pages = co_await load_both();
  check(pages[0] == 1 && pages[1] == 2, "the pages are out of order");
  co_return int(pages.size());
}
const registration registered(program);
} // namespace concurrent_append::remedy
