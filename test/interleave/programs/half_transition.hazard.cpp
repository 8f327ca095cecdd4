// VERDICT: breaks: a leader with the term of another
// Leader and term belong together; a reader that runs between the two writes sees a leader that
// was never elected for that term.
#include "interleave.h"

namespace half_transition::hazard {
using namespace interleave;

class cluster_view {
public:
  task<void> elected(int leader, int term) {
    leader_ = leader;
    co_await persist(leader, term);
    term_ = term; // EXPECT(possible): async-stale-state
  }
  task<void> report() {
    co_await delay();
    check(leader_ == 10 * term_, "a leader with the term of another");
  }
  int leader() const { return leader_; }
  task<void> run() { co_await when_all(elected(20, 2), report()); }

private:
  task<void> persist(int, int) { co_await delay(); }

  int leader_ = 10;
  int term_ = 1;
};

task<int> program() {
  cluster_view view;
  co_await view.run();
  co_return view.leader();
}
const registration registered(program);
} // namespace half_transition::hazard
