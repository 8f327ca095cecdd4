// VERDICT: holds
// The room is complete when it becomes visible.
#include "interleave.h"

#include <map>

namespace published_before_complete::remedy {
using namespace interleave;

class directory {
public:
  task<void> add_room(int id) {
    const int seats = co_await fetch_plan(id);
    seats_[id] = seats;
  }
  task<void> book(int id) {
    co_await delay();
    if (!seats_.contains(id))
      co_return;
    check(seats_.at(id) > 0, "a room without seats is on offer");
    ++booked_;
  }
  int booked() const { return booked_; }
  task<void> run(int id) { co_await when_all(add_room(id), book(id)); }

private:
  task<int> fetch_plan(int) {
    co_await delay();
    co_return 12;
  }

  std::map<int, int> seats_;
  int booked_ = 0;
};

task<int> program() {
  directory rooms;
  co_await rooms.run(4);
  co_return rooms.booked();
}
const registration registered(program);
} // namespace published_before_complete::remedy
