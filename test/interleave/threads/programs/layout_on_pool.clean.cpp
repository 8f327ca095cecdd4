// The pool gets a copy, and the result is stored on the loop.
#include "threads.h"

namespace layout_on_pool::clean {
using namespace threads;

class page {
public:
  task<> layout() {
    const int text = text_;
    co_await resume_on(pool());
    together();
    const int width = text * 2;
    co_await resume_on(main_loop());
    width_ = width;
  }
  void on_edit(int text) {
    together();
    text_ = text;
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
const registration registered("layout_on_pool.clean", program);
} // namespace layout_on_pool::clean
