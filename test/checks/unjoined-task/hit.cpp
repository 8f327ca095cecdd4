// RUN: %check_async %s async-unjoined-task %t

// Tasks that outlive what they use, and handles that are lost.

#include "tasks.h"
#include <map>
#include <string>
#include <vector>

aio::task<int> price(int id);
aio::task<> fill(std::vector<int> &out, int id);
aio::task<> fill_and_tell(std::vector<int> &out, aio::event &done);
aio::task<> count_up(int &n) {
  co_await aio::tick();
  ++n;
}
aio::task<> count_deep(int &n) { co_await count_up(n); }

aio::task<> nobody_waits() {
  std::vector<int> out;
  aio::spawn(fill(out, 1));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task started here uses 'out', a local of this function, which does not wait for it
  co_await aio::tick();
}
aio::task<> through_levels() {
  int n = 0;
  aio::spawn(count_deep(n));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task started here uses 'n', a local of this function, which does not wait for it
  co_await aio::tick();
}
aio::task<> handle_dropped() {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the task started here uses 'n', a local of this function, which does not wait for it
  co_await aio::tick();
}
aio::task<> early_return(bool fast) {
  std::vector<int> out;
  aio::event done;
  aio::spawn(fill_and_tell(out, done));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task started here uses 'out', a local of this function, which can be left before the task is done
  if (fast)
    co_return;
  co_await done.wait();
}
aio::task<> leaves_by_throwing(std::vector<int> ids) {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the task started here uses 'n', a local of this function, which can be left before the task is done
  for (int id : ids)
    if (id < 0)
      throw id;
  co_await counting.join();
}
// The exception is thrown two levels down.
int parsed(int id) {
  if (id < 0)
    throw id;
  return id;
}
aio::task<int> read_id(int id) {
  co_await aio::tick();
  co_return parsed(id);
}
aio::task<> left_by_an_exception() {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the task started here uses 'n', a local of this function, which can be left before the task is done
  co_await read_id(1);
  co_await counting.join();
}
aio::task<> left_by_a_plain_call(int id) {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the task started here uses 'n', a local of this function, which can be left before the task is done
  parsed(id);
  co_await counting.join();
}
aio::task<> only_the_last_is_joined(int files) {
  int n = 0;
  aio::job counting;
  for (int i = 0; i != files; ++i)
    counting = aio::launch(count_up(n));
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'counting' may still be the handle of a running task: it is overwritten, and nobody can wait for that task any more
  co_await counting.join();
}
aio::task<> left_in_a_catch() {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the task started here uses 'n', a local of this function, which can be left before the task is done
  try {
    co_await price(1);
  } catch (...) {
    co_return;
  }
  co_await counting.join();
}

class service {
  long total_ = 0;
  aio::task<> run();
  void on_done(std::function<void()> f);

public:
  // The object is a local, the task keeps `this`.
  aio::task<> of_a_local() {
    service mine;
    aio::spawn(mine.run());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the task started here uses 'mine', a local of this function, which does not wait for it
    co_await aio::tick();
  }
  // The captures live in the closure, which is a temporary.
  void on_request(int id) {
    aio::spawn([this, id]() -> aio::task<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: this closure dies at the end of the statement, and the coroutine that was started with it uses its captures later
      co_await price(id);
      total_ += id;
    }());
  }
  aio::task<> by_reference() {
    int n = 0;
    auto counting = aio::launch([&n]() -> aio::task<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: this closure dies at the end of the statement, and the coroutine that was started with it uses its captures later
      co_await aio::tick();
      ++n;
    }());
    co_await counting.join();
  }
  aio::task<> collected() {
    std::vector<aio::task<>> tasks;
    for (int i = 0; i != 3; ++i)
      tasks.push_back([i, this]() -> aio::task<> {
      // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: this closure dies at the end of the statement, and the coroutine that was started with it uses its captures later
        total_ += i;
        co_return;
      }());
    co_await aio::when_all(std::move(tasks));
  }
  aio::task<> handed_on(int id) {
    auto add = [this, id]() -> aio::task<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: this closure dies at the end of the statement, and the coroutine that was started with it uses its captures later
      total_ += id;
      co_return;
    };
    return add();
  }
  // Whoever calls it gets a task that is lazy, and drops it.
  void register_callback() {
    on_done([this]() -> aio::task<> { co_await run(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: this coroutine never runs: who calls it drops the task that it returns
  }
};

// The next one is started while the last one may run.
class poller {
  std::shared_ptr<aio::event> ended_;
  bool stop_ = false;
  aio::task<> poll(std::shared_ptr<aio::event> ended, int ms);

public:
  void on_interval(int ms) {
    ended_ = std::make_shared<aio::event>();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'ended_' may still be the handle of a running task: it is overwritten, and nobody can wait for that task any more
    aio::spawn(poll(ended_, ms));
  }
  aio::task<> stop() {
    stop_ = true;
    if (ended_)
      co_await ended_->wait();
  }
};
class refresher {
  aio::job refresh_;
  aio::task<> load();

public:
  void refresh() {
    refresh_ = aio::launch(load());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'refresh_' may still be the handle of a running task: it is overwritten, and nobody can wait for that task any more
  }
  aio::task<> stop() { co_await refresh_.join(); }
};
