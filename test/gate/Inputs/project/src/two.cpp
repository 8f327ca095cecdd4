#include "cache.h"

aio::task<int> twice(cache &c) {
  int a = co_await c.get();
  co_return a + co_await c.get();
}
