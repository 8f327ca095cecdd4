// VERDICT: breaks: a line is neither kept nor written
// The journal is cleared when it was written; lines that were added during the write are cleared
// unwritten.
#include "interleave.h"

namespace cleared_after_flush::hazard {
using namespace interleave;

class journal {
public:
  task<void> flush() {
    if (lines_.empty())
      co_return;
    co_await write(lines_);
    lines_.clear(); // EXPECT: async-stale-state
  }
  task<void> receive(int line) {
    co_await delay();
    lines_.push_back(line);
  }
  std::size_t known() const { return lines_.size() + written_; }
  void add(int line) { lines_.push_back(line); }
  task<void> run() { co_await when_all(flush(), receive(2)); }

private:
  task<void> write(std::vector<int> lines) {
    co_await delay();
    written_ += lines.size();
  }

  std::vector<int> lines_;
  std::size_t written_ = 0;
};

task<int> program() {
  journal log;
  log.add(1);
  co_await log.run();
  check(log.known() == 2, "a line is neither kept nor written");
  co_return int(log.known());
}
const registration registered(program);
} // namespace cleared_after_flush::hazard
