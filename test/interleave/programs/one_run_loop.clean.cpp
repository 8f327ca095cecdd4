// VERDICT: holds
// One coroutine owns the table; all others send it messages. It may hold an iterator over a
// wait.
#include "interleave.h"

#include <map>

namespace one_run_loop::clean {
using namespace interleave;

class registrar {
public:
  void open() { spawn(run()); }
  task<void> enrol(int student) {
    co_await delay();
    requests_.push(student);
  }
  task<void> close() {
    requests_.close();
    co_await closed_.wait();
  }
  std::size_t size() const { return letters_.size(); }

private:
  task<void> run() {
    while (auto student = co_await requests_.pop()) {
      auto it = letters_.emplace(*student, 0).first;
      co_await send_letter(*student);
      it->second += 1;
    }
    closed_.set();
  }
  task<void> send_letter(int) { co_await delay(); }

  channel<int> requests_;
  event closed_;
  std::map<int, tracked<int>> letters_;
};

task<int> program() {
  registrar office;
  office.open();
  co_await when_all(office.enrol(1), office.enrol(2));
  co_await office.close();
  check(office.size() == 2, "a request was lost");
  co_return int(office.size());
}
const registration registered(program);
} // namespace one_run_loop::clean
