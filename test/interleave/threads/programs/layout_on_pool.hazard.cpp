// RACE: the layout is computed on the pool, while an event on the loop changes the text.
#include "threads.h"

namespace layout_on_pool::hazard {
using namespace threads;

class page {
public:
  task<> layout() {
    co_await resume_on(pool());
    together();
    width_ = text_ * 2; // ALSO: async-thread-mixing
    co_await resume_on(main_loop());
  }
  void on_edit(int text) {
    together();
    text_ = text; // EXPECT: async-thread-mixing
  }

private:
  int text_ = 1;
  int width_ = 0;
};

task<> type(page &p) {
  p.on_edit(3);
  co_return;
}

task<> program() {
  page p;
  co_await when_all(p.layout(), type(p));
}
const registration registered("layout_on_pool.hazard", program);
} // namespace layout_on_pool::hazard
