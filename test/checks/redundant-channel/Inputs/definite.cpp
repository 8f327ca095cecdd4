#include "channel.h"

aio::task<int> likely_only() {
  aio::channel<int> c;
  co_await c.push(1);
  co_return co_await c.pop();
}
