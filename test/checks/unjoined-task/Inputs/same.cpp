
// The threshold: what the check finds is likely, none of it definite.

#include "tasks.h"

aio::task<int> price(int id);
aio::task<> add(int id, long &sum) { sum += co_await price(id); }

aio::task<> starts() {
  long sum = 0;
  aio::spawn(add(1, sum)); 
  co_await aio::tick();
}
