// VERDICT: holds
// The child gets the key.
#include "interleave.h"

#include <map>

namespace reference_passed_to_child::remedy {
using namespace interleave;

class accounts {
public:
  void open(int id) { visits_.emplace(id, 0); }
  task<void> visit(int id) {
    if (!visits_.contains(id))
      co_return;
    co_await count(id);
    ++served_;
  }
  task<void> close(int id) {
    co_await delay();
    visits_.erase(id);
  }
  task<void> run(int id) { co_await when_all(visit(id), close(id)); }
  int served() const { return served_; }

private:
  task<void> count(int id) {
    co_await delay();
    if (auto it = visits_.find(id); it != visits_.end())
      it->second += 1;
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
} // namespace reference_passed_to_child::remedy
