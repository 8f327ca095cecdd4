// RUN: %check_async %s async-unjoined-task %t

// Tasks that outlive what they use, and handles that are lost.

#include "tasks.h"
#include <map>
#include <memory>
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

// The tasks of one loop are waited for in another.
struct answer {
  bool bad = false;
  aio::event ready;
};
aio::task<> ask(int &asked, int id, std::shared_ptr<answer> a) {
  a->bad = co_await price(id) < 0;
  ++asked;
  a->ready.set();
}
aio::task<int> first_bad_answer_ends_it(std::vector<int> ids) {
  int asked = 0;
  std::vector<std::shared_ptr<answer>> answers;
  for (int id : ids) {
    answers.push_back(std::make_shared<answer>());
    aio::spawn(ask(asked, id, answers.back()));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the task started here uses 'asked', a local of this function, which can be left before the task is done
  }
  for (auto &a : answers) {
    co_await a->ready.wait();
    if (a->bad)
      co_return -1;
  }
  co_return asked;
}
aio::task<> returns_between_the_loops(std::vector<int> ids) {
  int n = 0;
  std::vector<aio::job> counting;
  for (int id : ids)
    counting.push_back(aio::launch(count_up(n)));
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: the task started here uses 'n', a local of this function, which can be left before the task is done
  if (ids.size() == 7)
    co_return;
  for (aio::job &each : counting)
    co_await each.join();
}
aio::task<> returns_from_the_first_loop(std::vector<int> ids) {
  int n = 0;
  std::vector<aio::job> counting;
  for (int id : ids) {
    if (id < 0)
      co_return;
    counting.push_back(aio::launch(count_up(n)));
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: the task started here uses 'n', a local of this function, which can be left before the task is done
  }
  for (size_t i = 0; i != counting.size(); ++i)
    co_await counting[i].join();
}

// A closure with a name lives no longer than the function.
class importer {
  int rows_ = 0;
  aio::job job_;

  void on_file(int id) {
    auto step = [this, id]() -> aio::task<> {
      co_await price(id);
      ++rows_;
    };
    aio::spawn(step());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the closure of the coroutine that is started here dies when this function is left, and the coroutine uses its captures later
  }
  void on_name(std::string name) {
    auto step = [name]() -> aio::task<> {
      co_await aio::tick();
      std::string again = name;
    };
    job_ = aio::launch(step());
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the closure of the coroutine that is started here dies when this function is left, and the coroutine uses its captures later
    rows_ = 0;
  }
  aio::task<> on_files(std::vector<int> ids) {
    auto step = [this](int id) -> aio::task<> {
      co_await price(id);
      ++rows_;
    };
    for (int id : ids)
      aio::spawn(step(id));
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the closure of the coroutine that is started here dies when this function is left, and the coroutine uses its captures later
    co_await aio::tick();
  }
};

// Who stops two tasks waits for one, and takes away what the other one uses.
struct plan {
  int rooms = 0;
};
class caretaker {
  std::unique_ptr<plan> plan_;
  aio::event swept_, painted_;
  bool stop_ = false;
  aio::task<> sweep() {
    while (!stop_)
      plan_->rooms += co_await price(1);
    swept_.set();
  }
  aio::task<> paint() {
    co_await price(2);
    ++plan_->rooms;
    painted_.set();
  }

public:
  void start() {
    aio::spawn(sweep());
    aio::spawn(paint());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the task started here uses 'plan_', which 'stop' takes away without waiting for the task
  }
  aio::task<> stop() {
    stop_ = true;
    co_await swept_.wait();
    plan_.reset();
  }
};
class shop {
  std::map<int, plan> plans_;
  aio::gate open_;
  aio::task<> sell(aio::gate::holder) {
    co_await price(1);
    ++plans_.at(1).rooms;
  }
  aio::task<> advertise() {
    co_await price(1);
    ++plans_.at(2).rooms;
  }

public:
  void on_open() {
    aio::spawn(sell(open_.hold()));
    aio::spawn(advertise());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the task started here uses 'plans_', which 'on_closed' takes away without waiting for the task
  }
  aio::task<> on_closed() {
    co_await open_.close();
    plans_.clear();
  }
};

// A reference to a temporary outlives it.
aio::task<> show(const std::string &text) {
  co_await price(static_cast<int>(text.size()));
}
aio::task<> show_later(const std::string &text) {
  co_await aio::tick();
  co_await price(static_cast<int>(text.size()));
}
std::string named(int id);
aio::task<> awaited_in_the_next_statement() {
  auto showing = show(named(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'text' of the task that is made here refers to a temporary, which dies at the end of the statement and before the task uses it
  co_await std::move(showing);
}
aio::task<> collected_for_later(std::vector<int> ids) {
  std::vector<aio::task<>> showing;
  for (int id : ids)
    showing.push_back(show(named(id)));
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'text' of the task that is made here refers to a temporary, which dies at the end of the statement and before the task uses it
  co_await aio::when_all(std::move(showing));
}
void started_with_one() {
  aio::spawn(show_later("a literal becomes a string"));
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'text' of the task that is made here refers to a temporary, which dies at the end of the statement and before the task uses it
}
aio::task<> handed_on_with_one(int id) {
  return show(named(id));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'text' of the task that is made here refers to a temporary, which dies at the end of the statement and before the task uses it
}

// What is given to something else as well is no way to wait for the task.
class line {
  int fd_ = 0;

public:
  void cut();
};
aio::task<int> fetch(std::shared_ptr<line> l);
aio::task<> guard_line(const int &late, std::shared_ptr<line> l) {
  co_await aio::tick();
  if (late > 3)
    l->cut();
}
aio::task<int> fetch_guarded(std::shared_ptr<line> l) {
  int late = 0;
  aio::spawn(guard_line(late, l));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the task started here uses 'late', a local of this function, which does not wait for it
  const int got = co_await fetch(l);
  late = got;
  co_return got;
}

// The first one ends the wait, and the other one writes into a frame that is gone.
template <class T> struct slot {
  aio::event done;
  T value;
};
template <class T> aio::task<> run_into(aio::task<T> t, std::shared_ptr<slot<T>> s) {
  s->value = co_await std::move(t);
  s->done.set();
}
template <class T> aio::task<T> first_done(aio::task<T> a, aio::task<T> b) {
  auto s = std::make_shared<slot<T>>();
  aio::spawn(run_into(std::move(a), s));
  aio::spawn(run_into(std::move(b), s));
  co_await s->done.wait();
  co_return s->value;
}
aio::task<int> ask(int mirror, std::string &log) {
  co_await aio::tick();
  log += "asked";
  co_return mirror;
}
aio::task<int> ask_two() {
  std::string log;
  const int n = co_await first_done(ask(1, log), ask(2, log));
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: the task started here uses 'log', a local of this function, which does not wait for it
  co_return n + int(log.size());
}
aio::task<> race(aio::task<> a, aio::task<> b, std::shared_ptr<aio::event> done) {
  aio::spawn(std::move(a));
  aio::spawn(std::move(b));
  co_await done->wait();
}
aio::task<> beat(int &n, std::shared_ptr<aio::event> done) {
  co_await aio::tick();
  ++n;
  done->set();
}
aio::task<int> beat_two() {
  int n = 0;
  auto done = std::make_shared<aio::event>();
  co_await race(beat(n, done), beat(n, done), done);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the task started here uses 'n', a local of this function, which does not wait for it
  co_return n;
}
