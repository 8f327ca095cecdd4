// VERDICT: holds
// The number is taken in the step that appends.
#include "interleave.h"

#include <map>
#include <string>

namespace index_taken_early::remedy {
using namespace interleave;

class sheet {
public:
  task<void> import() { co_await when_all(add("ann", 1), add("bob", 2)); }
  int value_of(const std::string &name) const { return rows_.at(row_of_.at(name)); }

private:
  task<void> add(std::string name, int source) {
    const int value = co_await fetch(source);
    const std::size_t row = rows_.size();
    rows_.push_back(value);
    row_of_[name] = row;
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
} // namespace index_taken_early::remedy
