// VERDICT: breaks: a name refers to the row of another
// The row number is computed before the row is made; rows that others append meanwhile take that
// number.
#include "interleave.h"

#include <map>
#include <string>

namespace index_taken_early::hazard {
using namespace interleave;

class sheet {
public:
  task<void> import() { co_await when_all(add("ann", 1), add("bob", 2)); }
  int value_of(const std::string &name) const { return rows_.at(row_of_.at(name)); }

private:
  task<void> add(std::string name, int source) {
    const std::size_t row = rows_.size();
    const int value = co_await fetch(source);
    rows_.push_back(value);
    row_of_[name] = row; // EXPECT(possible): async-stale-state
  }
  task<int> fetch(int source) {
    co_await delay();
    co_return 10 * source;
  }

  std::vector<int> rows_;
  std::map<std::string, std::size_t> row_of_;
};

task<int> program() {
  sheet people;
  co_await people.import();
  check(people.value_of("ann") == 10 && people.value_of("bob") == 20,
        "a name refers to the row of another");
  co_return people.value_of("bob");
}
const registration registered(program);
} // namespace index_taken_early::hazard
