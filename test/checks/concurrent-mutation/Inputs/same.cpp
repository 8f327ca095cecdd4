
// The threshold: what the check finds is likely, none of it definite.

#include "tasks.h"

aio::task<int> price(int id);
aio::task<> add(int id, long &sum) {
  const long before = sum;
  sum = before + co_await price(id);
}

aio::task<> starts() {
  long sum = 0;
  co_await aio::when_all(add(1, sum), add(2, sum)); 
  co_await aio::tick();
}
