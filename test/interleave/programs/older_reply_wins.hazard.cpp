// VERDICT: breaks: the results are those of an earlier text
// Replies come in any order. That of an earlier question replaces the results of the later one.
#include "interleave.h"

namespace older_reply_wins::hazard {
using namespace interleave;

class search_box {
public:
  task<void> type(int text) {
    text_ = text;
    results_ = co_await search(text); // EXPECT(possible): async-stale-state
  }
  task<void> session() { co_await when_all(type(1), type(2)); }
  bool consistent() const { return results_ == 100 * text_; }
  int results() const { return results_; }

private:
  task<int> search(int text) {
    co_await delay();
    co_return 100 * text;
  }

  int text_ = 0;
  int results_ = 0;
};

task<int> program() {
  search_box box;
  co_await box.session();
  check(box.consistent(), "the results are those of an earlier text");
  co_return box.results();
}
const registration registered(program);
} // namespace older_reply_wins::hazard
