// VERDICT: holds
// A parameter by value and a local that nobody else gets belong to this call.
#include "interleave.h"

namespace owned_by_frame::clean {
using namespace interleave;

task<void> print(int) { co_await delay(); }

task<int> print_all(std::vector<tracked<int>> pages) {
  int printed = 0;
  for (tracked<int> &page : pages) {
    co_await print(page);
    page += 1;
    printed = printed + 1;
  }
  pages.push_back(0);
  co_return printed;
}

task<int> program() {
  const std::vector<tracked<int>> book(2);
  const auto printed = co_await when_all(print_all(book), print_all(book));
  check(printed[0] == 2 && printed[1] == 2, "a page was lost");
  co_return printed[0];
}
const registration registered(program);
} // namespace owned_by_frame::clean
