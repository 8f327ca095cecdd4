// VERDICT: holds
// The element is looked up after the wait, for the left operand of an assignment comes last;
// also when the operator is overloaded.
#include "interleave.h"

#include <map>

namespace assign_to_element::clean {
using namespace interleave;

class grid {
public:
  grid() : cells_(1) {}

  task<void> fill(std::size_t i) {
    cells_[i] = co_await compute(7);
    cells_.back() = co_await compute(8);
    names_[int(i)] = co_await compute(9);
  }
  task<void> grow() {
    co_await delay();
    cells_.push_back(0);
    names_.clear();
  }
  task<void> run() { co_await when_all(fill(0), grow()); }
  int first() const { return cells_[0] + names_.at(0); }

private:
  task<int> compute(int value) {
    co_await delay();
    co_return value;
  }

  std::vector<tracked<int>> cells_;
  std::map<int, tracked<int>> names_;
};

task<int> program() {
  grid g;
  co_await g.run();
  co_await g.fill(0);
  co_return g.first();
}
const registration registered(program);
} // namespace assign_to_element::clean
