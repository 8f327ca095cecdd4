// RUN: %check_async %s async-unjoined-task %t

#include "tasks.h"
#include <functional>
#include <memory>

aio::task<> count_up(int &n) {
  co_await aio::tick();
  ++n;
}

aio::task<> detached() {
  int n = 0;
  aio::spawn(count_up(n));
  co_await aio::tick();
}
// CHECK-NOTES: :[[@LINE-3]]:3: warning: the task started here uses 'n', a local of this function, which does not wait for it [async-unjoined-task]
// CHECK-NOTES: :[[@LINE-4]]:3: note: wait for the task before 'n' dies, or give it a copy

aio::task<> left(bool fast) {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  if (fast)
    co_return;
  co_await counting.join();
}
// CHECK-NOTES: :[[@LINE-5]]:19: warning: the task started here uses 'n', a local of this function, which can be left before the task is done [async-unjoined-task]
// CHECK-NOTES: :[[@LINE-4]]:5: note: a way out that does not wait for it
// CHECK-NOTES: :[[@LINE-5]]:5: note: wait for the task on this way, too

aio::task<int> parse(int id) {
  co_await aio::tick();
  if (id < 0)
    throw id;
  co_return id;
}
aio::task<> thrown() {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  co_await parse(1);
  co_await counting.join();
}
// CHECK-NOTES: :[[@LINE-4]]:19: warning: the task started here uses 'n', a local of this function, which can be left before the task is done [async-unjoined-task]
// CHECK-NOTES: :[[@LINE-4]]:3: note: an exception that is thrown in here leaves without waiting for it
// CHECK-NOTES: :[[@LINE-5]]:3: note: wait for the task on this way, too

aio::task<> last_only(int files) {
  int n = 0;
  aio::job counting;
  for (int i = 0; i != files; ++i)
    counting = aio::launch(count_up(n));
  co_await counting.join();
}
// CHECK-NOTES: :[[@LINE-3]]:5: warning: 'counting' may still be the handle of a running task: it is overwritten, and nobody can wait for that task any more [async-unjoined-task]
// CHECK-NOTES: :[[@LINE-4]]:28: note: the next task is started here
// CHECK-NOTES: :[[@LINE-4]]:3: note: only the last one is waited for, here
// CHECK-NOTES: :[[@LINE-6]]:5: note: wait for the task that 'counting' stands for before this line, or keep each handle

class cache {
  aio::job refresh_;
  int entries_ = 0;
  aio::task<> load() {
    co_await aio::tick();
    ++entries_;
  }

public:
  void refresh() { refresh_ = aio::launch(load()); }
  aio::task<> stop() { co_await refresh_.join(); }
};
// CHECK-NOTES: :[[@LINE-3]]:20: warning: 'refresh_' may still be the handle of a running task: it is overwritten, and nobody can wait for that task any more [async-unjoined-task]
// CHECK-NOTES: :[[@LINE-4]]:43: note: the next task is started here
// CHECK-NOTES: :[[@LINE-4]]:3: note: 'stop' waits only for the last one
// CHECK-NOTES: :[[@LINE-6]]:20: note: wait for the task that 'refresh_' stands for before this line, or return if there is one

aio::task<> closure() {
  auto n = std::make_shared<int>();
  aio::spawn([n]() -> aio::task<> {
    co_await aio::tick();
    ++*n;
  }());
  co_return;
}
// CHECK-NOTES: :[[@LINE-6]]:14: warning: this closure dies at the end of the statement, and the coroutine that was started with it uses its captures later [async-unjoined-task]
// CHECK-NOTES: :[[@LINE-5]]:7: note: 'n' is looked up in the closure here
// CHECK-NOTES: :[[@LINE-8]]:14: note: give the lambda parameters instead of captures; they live in the coroutine

void on_done(std::function<void()> f);
void registers() {
  on_done([]() -> aio::task<> { co_await aio::tick(); });
}
// CHECK-NOTES: :[[@LINE-2]]:11: warning: this coroutine never runs: who calls it drops the task that it returns [async-unjoined-task]
// CHECK-NOTES: :[[@LINE-3]]:11: note: it becomes a callback without a result here
// CHECK-NOTES: :[[@LINE-4]]:11: note: start the task in the callback with what the library has for it
