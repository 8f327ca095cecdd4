// VERDICT: breaks: a page is missing
// The printer keeps the job it works on in a member. While it warms up a second job takes the
// place of the first.
#include "interleave.h"

#include <algorithm>

namespace member_as_local::hazard {
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
    page_ = page;
    co_await warm_up();
    paper_.push_back(page_); // EXPECT(possible): async-stale-state
  }
  task<void> warm_up() { co_await delay(); }

  int page_ = 0;
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
} // namespace member_as_local::hazard
