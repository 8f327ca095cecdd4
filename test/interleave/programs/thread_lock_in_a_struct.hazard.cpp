// VERDICT: breaks: the loop is blocked
// A threading lock is part of a handle that lives over a wait.
#include "interleave.h"

#include <mutex>

namespace thread_lock_in_a_struct::hazard {
using namespace interleave;

struct access {
  std::unique_lock<thread_mutex> hold;
  int &value;
};

class settings {
public:
  task<void> change(int value) {
    access now = open(); // EXPECT: async-lock-across-suspension
    now.value += value;
    co_await tell_others();
  }
  task<void> run() { co_await when_all(change(1), change(2)); }
  int value() const { return value_; }

private:
  access open() { return {std::unique_lock(lock_), value_}; }
  task<void> tell_others() { co_await delay(); }

  thread_mutex lock_;
  int value_ = 0;
};

task<int> program() {
  settings s;
  co_await s.run();
  co_return s.value();
}
const registration registered(program);
} // namespace thread_lock_in_a_struct::hazard
