// VERDICT: holds
// What only one call needs is a parameter of that call.
#include "interleave.h"

#include <algorithm>

namespace member_as_local::remedy {
using namespace interleave;

class printer {
public:
  task<void> print_all(std::vector<int> pages) {
    std::vector<task<void>> jobs;
    for (int page : pages)
      jobs.push_back(print(page));
    co_await when_all(std::move(jobs));
  }
  bool printed(int page) const { return std::count(paper_.begin(), paper_.end(), page) == 1; }
  std::size_t sheets() const { return paper_.size(); }

private:
  task<void> print(int page) {
    co_await warm_up();
    paper_.push_back(page);
  }
  task<void> warm_up() { co_await delay(); }

  std::vector<int> paper_;
};

task<int> program() {
  printer office;
  const std::vector<int> pages{1, 2};
  co_await office.print_all(pages);
  check(office.printed(1) && office.printed(2), "a page is missing");
  co_return int(office.sheets());
}
const registration registered(program);
} // namespace member_as_local::remedy
