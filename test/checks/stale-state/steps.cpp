// RUN: %check_async -expect-clean %s async-stale-state %t
// RUN: %check_async -expect-clean %s async-stale-state %t -- -config='{CheckOptions: {Confidence: possible}}'

// Steps from what is there now: who set it meanwhile is not overruled.

#include "tasks.h"
#include <algorithm>
#include <memory>

struct relay {
  int deadline = 0, longest = 0;
};
aio::task<> pump(std::shared_ptr<relay> shared, int now) {
  for (;;) {
    shared->deadline = std::max(shared->deadline, now + 5);
    shared->longest = shared->longest < now ? now : shared->longest;
    now = co_await aio::number();
  }
}
void run(std::shared_ptr<relay> shared) {
  aio::spawn(pump(shared, 1));
  aio::spawn(pump(shared, 2));
}
