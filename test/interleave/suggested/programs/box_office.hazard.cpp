// VERDICT: breaks: a seat was lost
// Two buyers see the same last seats; what is given back meanwhile is lost.
#include "interleave.h"

namespace suggested {
using namespace interleave;

/// Sells the seats of one evening.
class box_office {
public:
  explicit box_office(int seats) : seats_(seats) {}

  task<bool> sell(int wanted) {
    if (seats_ < wanted)
      co_return false;
    co_await pay(wanted);
    seats_ -= wanted;
    co_return true;
  }
  task<bool> give_back(int seats) {
    const int now = seats_;
    co_await pay(-seats);
    seats_ = now + seats;
    if (seats_ > 10)
      throw std::runtime_error("more seats than the house has");
    co_return true;
  }
  void close() { seats_ = 0; }
  int left() const { return seats_; }

private:
  task<void> pay(int) { co_await delay(); }

  int seats_;
};

task<int> program_with_box_office() {
  box_office office(3);
  std::vector<task<bool>> visitors;
  visitors.push_back(office.sell(2));
  visitors.push_back(office.sell(2));
  visitors.push_back(office.give_back(1));
  const std::vector<bool> answers = co_await when_all(std::move(visitors));
  const int left = office.left();
  check(left >= 0, "more seats were sold than there are");
  check(left == 4 - 2 * (answers[0] + answers[1]), "a seat was lost");
  office.close();
  co_return left;
}
const registration registered_box_office(program_with_box_office);
} // namespace suggested
