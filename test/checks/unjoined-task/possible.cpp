// RUN: %check_async -check-suffixes=LIKELY %s async-unjoined-task %t
// RUN: %check_async -check-suffixes=LIKELY,POSSIBLE %s async-unjoined-task %t -- -config='{CheckOptions: {Confidence: possible}}'

// What is awaited before a task is waited for is not seen, and may throw.

#include "tasks.h"

aio::task<int> price(int id);
aio::task<int> known_price(int id) noexcept;
aio::task<> count_up(int &n) {
  co_await aio::tick();
  ++n;
}

aio::task<> the_unseen_may_throw() {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:19: warning: the task started here uses 'n', a local of this function, which can be left before the task is done
  int cost = co_await price(1);
  co_await counting.join();
  n += cost;
}
aio::task<> it_promises_not_to() {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  int cost = co_await known_price(1);
  co_await counting.join();
  n += cost;
}
// Another way out is certain.
aio::task<> or_returns() {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:19: warning: the task started here uses 'n', a local of this function, which can be left before the task is done
  if (co_await price(1) < 0)
    co_return;
  co_await counting.join();
}
