#include "coroutine.h"

class counter {
  aio::mutex turn_;
  int value_ = 0;
  aio::task<> increment() {
    auto turn = co_await turn_.scoped_lock();
    ++value_;
  }
};
