// RUN: %check_async -expect-clean %s async-thread-mixing %t -- --fix

// Nothing is changed: what to do is a decision, and is said in a note.

#include "tasks.h"

struct page {
  int width_ = 0;
  aio::task<int> layout() {
    co_return co_await aio::offload([width = width_] { return width + 1; });
  }
};
