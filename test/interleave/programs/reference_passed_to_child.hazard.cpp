// VERDICT: breaks: used after the end of its life
// An entry of a map is passed by reference to a coroutine that suspends and then uses it.
#include "interleave.h"

#include <map>

namespace reference_passed_to_child::hazard {
using namespace interleave;

class accounts {
public:
  void open(int id) { visits_.emplace(id, 0); }
  task<void> visit(int id) {
    if (!visits_.contains(id))
      co_return;
    co_await count(visits_.at(id)); // ALSO: async-invalidated-reference
    ++served_;
  }
  task<void> close(int id) {
    co_await delay();
    visits_.erase(id);
  }
  task<void> run(int id) { co_await when_all(visit(id), close(id)); }
  int served() const { return served_; }

private:
  task<void> count(tracked<int> &visits) {
    co_await delay();
    visits += 1; // EXPECT: async-invalidated-reference
  }

  std::map<int, tracked<int>> visits_;
  int served_ = 0;
};

task<int> program() {
  accounts bank;
  bank.open(1);
  co_await bank.run(1);
  co_return bank.served();
}
const registration registered(program);
} // namespace reference_passed_to_child::hazard
