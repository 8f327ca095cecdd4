// RUN: %check_async -check-suffixes=,UNKNOWN %s async-concurrent-mutation %t
// RUN: %check_async -check-suffixes=,RACE %s async-concurrent-mutation %t -- -config='{CheckOptions: {async-concurrent-mutation.Executor: multi}}'

#include "tasks.h"
#include <string>
#include <vector>

aio::task<int> price(int id);

aio::task<> add(int id, long &sum) {
  const long before = sum;
  sum = before + co_await price(id);
}
aio::task<> straddled() {
  long sum = 0;
  co_await aio::when_all(add(1, sum), add(2, sum));
}
// CHECK-NOTES: :[[@LINE-2]]:12: warning: tasks that run side by side update 'sum': one overwrites what another did while it was suspended [async-concurrent-mutation]
// CHECK-NOTES: :[[@LINE-7]]:3: note: 'sum' is changed here, after a look at it from before a suspension
// CHECK-NOTES: :[[@LINE-4]]:12: note: let each task return its part, and update 'sum' when all are done

aio::task<> append(int id, std::vector<int> &found) { found.push_back(co_await price(id)); }
aio::task<> appended() {
  std::vector<int> found;
  co_await aio::when_all(append(1, found), append(2, found));
}
// CHECK-NOTES-UNKNOWN: :[[@LINE-2]]:12: warning: tasks that run side by side add to 'found': the order depends on which is done first, and with several threads this is a data race [async-concurrent-mutation]
// CHECK-NOTES-UNKNOWN: :[[@LINE-6]]:55: note: 'found' is added to here
// CHECK-NOTES-UNKNOWN: :[[@LINE-4]]:12: note: let each task return its result, and collect the results when all are done
// CHECK-NOTES-RACE: :[[@LINE-5]]:12: warning: tasks that run side by side on several threads change 'found' without a lock: a data race [async-concurrent-mutation]
// CHECK-NOTES-RACE: :[[@LINE-9]]:55: note: 'found' is changed here
// CHECK-NOTES-RACE: :[[@LINE-7]]:12: note: let each task return its result, or guard 'found' with a mutex that is not held across a suspension

aio::task<> walked(std::vector<int> ids) {
  co_await aio::parallel_for_each(ids, [&ids](int id) -> aio::task<> {
    ids.push_back(co_await price(id));
  });
}
// CHECK-NOTES: :[[@LINE-4]]:12: warning: 'ids' is changed by the tasks that are started while it is walked [async-concurrent-mutation]
// CHECK-NOTES: :[[@LINE-4]]:5: note: 'ids' is changed here
// CHECK-NOTES: :[[@LINE-6]]:12: note: walk a copy: auto copy = ids;

struct stream {
  aio::task<> send(std::string text);
};
class client {
  stream out_;
  aio::task<> reply(std::string text) {
    co_await out_.send("head");
    co_await out_.send(std::move(text));
  }

public:
  void on_request(std::string text) { aio::spawn(reply(std::move(text))); }
};
// CHECK-NOTES: :[[@LINE-7]]:14: warning: each call of this coroutine uses 'out_' in several steps, and calls that run side by side mix them [async-concurrent-mutation]
// CHECK-NOTES: :[[@LINE-3]]:50: note: started here by 'on_request', which does not wait for the last one
// CHECK-NOTES: :[[@LINE-9]]:14: note: put what is to be sent into a queue, and let one coroutine at a time drain it
