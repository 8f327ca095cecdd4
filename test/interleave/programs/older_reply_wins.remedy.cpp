// VERDICT: holds
// A generation counter tells whether the question is still the latest.
#include "interleave.h"

namespace older_reply_wins::remedy {
using namespace interleave;

class search_box {
public:
  task<void> type(int text) {
    text_ = text;
    const int mine = ++generation_;
    const int found = co_await search(text);
    if (mine == generation_)
      results_ = found;
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
  int generation_ = 0;
};

task<int> program() {
  search_box box;
  co_await box.session();
  check(box.consistent(), "the results are those of an earlier text");
  co_return box.results();
}
const registration registered(program);
} // namespace older_reply_wins::remedy
