// VERDICT: holds
// The queue has one consumer and is otherwise only appended to: that it is not empty stays true
// over the wait.
#include "interleave.h"

#include <deque>

namespace queue_only_grows::clean {
using namespace interleave;

class log_writer {
public:
  task<void> run() { co_await when_all(write_all(), note(2)); }
  void add(int line) { lines_.push_back(line); }
  std::size_t written() const { return written_; }
  std::size_t waiting() const { return lines_.size(); }

private:
  task<void> write_all() {
    while (!lines_.empty()) {
      co_await write(lines_.front());
      lines_.pop_front();
    }
  }
  task<void> note(int line) {
    co_await delay();
    add(line);
  }
  task<void> write(int) {
    co_await delay();
    ++written_;
  }

  std::deque<int> lines_;
  std::size_t written_ = 0;
};

task<int> program() {
  log_writer w;
  w.add(1);
  co_await w.run();
  check(w.written() + w.waiting() == 2, "a line was lost");
  co_return int(w.written());
}
const registration registered(program);
} // namespace queue_only_grows::clean
