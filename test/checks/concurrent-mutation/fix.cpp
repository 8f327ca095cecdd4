// RUN: %check_async -expect-clean %s async-concurrent-mutation %t -- --fix

// Nothing is changed: what to do is a decision, and is said in a note.

#include "tasks.h"

aio::task<int> price(int id);
aio::task<> add(int id, long &sum) { sum += co_await price(id); }
aio::task<long> in_turn() {
  long sum = 0;
  co_await add(1, sum);
  co_return sum;
}
