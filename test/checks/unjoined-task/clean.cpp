// RUN: %check_async -expect-clean %s async-unjoined-task,async-concurrent-mutation,async-thread-mixing %t
// RUN: %check_async -expect-clean %s async-unjoined-task,async-concurrent-mutation,async-thread-mixing %t -- \
// RUN:   -config='{CheckOptions: {Confidence: possible}}'

// Tasks that are waited for, or that have what they use.

#include "tasks.h"
#include <future>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

aio::task<int> price(int id);
aio::task<> fill(std::vector<int> &out, int id);
aio::task<> look(const std::string &text);
aio::task<> fill_and_tell(std::vector<int> &out, aio::event &done);
aio::task<> count_up(int &n) {
  co_await aio::tick();
  ++n;
}
aio::task<> does_not_use(int &) { co_await aio::tick(); }

aio::task<> event_awaited() {
  std::vector<int> out;
  aio::event done;
  aio::spawn(fill_and_tell(out, done));
  co_await aio::tick();
  co_await done.wait();
}
aio::task<> shared_event_awaited() {
  int n = 0;
  auto done = std::make_shared<aio::event>();
  aio::spawn([](int &n, std::shared_ptr<aio::event> done) -> aio::task<> {
    co_await count_up(n);
    done->set();
  }(n, done));
  co_await done->wait();
}
aio::task<> gate_closed() {
  aio::gate all;
  int n = 0;
  for (int i = 0; i != 3; ++i)
    aio::spawn([](int &n, aio::gate::holder) -> aio::task<> { co_await count_up(n); }(n, all.hold()));
  co_await all.close();
}
aio::task<> joined_on_every_way(bool fast) {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  co_await aio::tick();
  co_await counting.join();
  if (fast)
    co_return;
  co_await price(n);
}
aio::task<> joined_on_both_ways(bool fast) {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  if (fast) {
    co_await counting.join();
    co_return;
  }
  co_await aio::tick();
  co_await counting.join();
}
aio::task<> lazy_and_never_started(bool fast) {
  int n = 0;
  auto counting = count_up(n);
  if (fast)
    co_return;
  co_await std::move(counting);
}
aio::task<> not_used() {
  int n = 0;
  aio::spawn(does_not_use(n));
  co_return;
}
aio::task<> somebody_elses(std::vector<int> &out, std::string *text) {
  aio::spawn(fill(out, 1));
  aio::spawn(look(*text));
  co_return;
}
aio::task<> on_the_heap() {
  auto out = std::make_shared<std::vector<int>>();
  aio::spawn([](std::shared_ptr<std::vector<int>> out) -> aio::task<> {
    out->push_back(co_await price(1));
  }(out));
  co_return;
}

class service {
  long total_ = 0;
  aio::task<> run();
  void on_done(std::function<void()> f);

public:
  aio::task<> awaited_in_place(int id) {
    co_await [this, id]() -> aio::task<> {
      co_await price(id);
      total_ += id;
    }();
    co_await aio::when_all([this]() -> aio::task<> { ++total_; co_return; }());
  }
  void parameters_instead(int id) {
    aio::spawn([](service *self, int id) -> aio::task<> {
      co_await price(id);
      self->total_ += id;
    }(this, id));
  }
  aio::task<> closure_lives_on(int id) {
    auto add = [this, id]() -> aio::task<> {
      co_await price(id);
      total_ += id;
    };
    co_await add();
    auto adding = aio::launch(add());
    co_await adding.join();
  }
  void starts_it() {
    on_done([this] { aio::spawn(run()); });
  }
};

class poller {
  std::shared_ptr<aio::event> ended_;
  aio::job job_;
  bool stop_ = false;
  aio::task<> poll(std::shared_ptr<aio::event> ended, int ms);

public:
  void start() {
    ended_ = std::make_shared<aio::event>();
    aio::spawn(poll(ended_, 10));
  }
  aio::task<> on_interval(int ms) {
    co_await stop();
    ended_ = std::make_shared<aio::event>();
    aio::spawn(poll(ended_, ms));
  }
  void on_wake(int ms) {
    if (ended_)
      return;
    ended_ = std::make_shared<aio::event>();
    aio::spawn(poll(ended_, ms));
  }
  aio::task<> stop() {
    stop_ = true;
    if (auto ended = ended_)
      co_await ended->wait();
    ended_ = nullptr;
  }
};

void blocking_run();
int main() {
  std::vector<int> out;
  aio::spawn(fill(out, 1));
  blocking_run();
}

// What is not seen takes at once what it is given for good.
struct connection_taken {};
aio::task<> serve_taken(connection_taken &&c);
aio::task<> accept_all() {
  for (;;) {
    connection_taken c;
    co_await aio::tick();
    spawn(serve_taken(std::move(c)));
  }
}

// An initiating function copies what it is given references to.
template <typename Initiation, typename... Args>
aio::task<> initiate(Initiation &&start, Args &&...args);
aio::task<> handshake(int type) {
  return initiate(7, type);
}

// Nothing leaves the loop.
aio::task<> serve_all(std::vector<int> &shared);
aio::task<> accept_for_ever() {
  std::vector<int> shared;
  for (;;) {
    co_await aio::tick();
    spawn(serve_all(shared));
  }
}

// Who blocks until the task is done has waited for it.
namespace cppcoro {
template <class T> void sync_wait(T &&task);
}
int blocks() {
  int n = 0;
  cppcoro::sync_wait(count_up(n));
  cppcoro::sync_wait([&n]() -> aio::task<> {
    co_await aio::tick();
    ++n;
  }());
  return n;
}

// The handles are in a container, and each is joined.
aio::task<> all_joined(int files) {
  int n = 0;
  std::vector<aio::job> counting;
  for (int i = 0; i != files; ++i)
    counting.push_back(aio::launch(count_up(n)));
  for (aio::job &each : counting)
    co_await each.join();
}

// Each round joins its own, or keeps it elsewhere.
aio::task<> joined_in_each_round(int files) {
  int n = 0;
  aio::job counting = aio::launch(count_up(n));
  for (int i = 0; i != files; ++i) {
    co_await counting.join();
    counting = aio::launch(count_up(n));
  }
  co_await counting.join();
}
aio::task<> kept_in_each_round(int files) {
  int n = 0;
  std::vector<aio::job> all;
  aio::job counting;
  for (int i = 0; i != files; ++i) {
    counting = aio::launch(count_up(n));
    all.push_back(counting);
  }
  for (aio::job &each : all)
    co_await each.join();
}

// What it awaits throws, but not what it does not catch, or not before the join.
aio::task<int> checked(int id) {
  try {
    if (id < 0)
      throw id;
  } catch (int) {
  }
  co_return co_await price(id);
}
aio::task<int> refused(int id) {
  if (id < 0)
    throw id;
  co_return co_await price(id);
}
aio::task<> nothing_gets_out() {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  co_await checked(1);
  co_await counting.join();
  co_await refused(n);
}
aio::task<> joined_in_the_handler() {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  try {
    co_await refused(1);
  } catch (...) {
  }
  co_await counting.join();
}

// The tasks of one loop are all waited for in another.
struct answer {
  bool bad = false;
  aio::event ready;
};
aio::task<> ask(int &asked, int id, std::shared_ptr<answer> a) {
  a->bad = co_await price(id) < 0;
  ++asked;
  a->ready.set();
}
aio::task<int> judged_when_all_are_there(std::vector<int> ids) {
  int asked = 0;
  std::vector<std::shared_ptr<answer>> answers;
  for (int id : ids) {
    auto a = std::make_shared<answer>();
    answers.push_back(a);
    aio::spawn(ask(asked, id, a));
  }
  for (auto &a : answers)
    co_await a->ready.wait();
  for (auto &a : answers)
    if (a->bad)
      co_return -1;
  co_return asked;
}
aio::task<> in_two_loops(std::vector<int> ids) {
  int n = 0;
  std::vector<aio::job> counting;
  for (int id : ids) {
    if (id < 0)
      continue;
    counting.push_back(aio::launch(count_up(n)));
  }
  size_t i = 0;
  for (; i != counting.size(); ++i) {
    co_await counting[i].join();
    if (n == 7)
      break;
  }
  for (; i != counting.size(); ++i)
    co_await counting[i].join();
}
aio::task<> four_at_a_time(std::vector<int> ids) {
  int n = 0;
  std::vector<aio::job> counting;
  for (int id : ids) {
    if (counting.size() == 4) {
      for (aio::job &each : counting)
        co_await each.join();
      counting.clear();
    }
    counting.push_back(aio::launch(count_up(n)));
  }
  for (aio::job &each : counting)
    co_await each.join();
}

// Who asks need not wait.
struct flag {
  bool up() const;
  void set();
  aio::pause<> wait();
};
aio::task<> fill_and_raise(std::vector<int> &out, flag &done) {
  co_await fill(out, 1);
  done.set();
}
aio::task<> asked_instead() {
  std::vector<int> out;
  flag done;
  aio::spawn(fill_and_raise(out, done));
  if (!done.up())
    co_await done.wait();
}

// What is awaited in between does not throw, or not out of here.
aio::task<int> harmless() noexcept;
struct expected_price {
  int value, error;
};
aio::task<expected_price> asked_price(int id);
aio::task<> wait_for_rain();
aio::task<> nothing_is_thrown() {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  co_await harmless();
  co_await asked_price(1);
  co_await wait_for_rain();
  co_await counting.join();
}
aio::task<> kept_until_the_join() {
  int n = 0;
  auto counting = aio::launch(count_up(n));
  std::exception_ptr failed;
  try {
    co_await price(1);
  } catch (...) {
    failed = std::current_exception();
  }
  co_await counting.join();
  if (failed)
    std::rethrow_exception(failed);
}

// Closures that live long enough, or that the coroutine does not need.
class importer {
  int rows_ = 0;
  static aio::task<> import(importer *self, int id) {
    co_await price(id);
    ++self->rows_;
  }

  void parameters(int id) {
    auto step = [](importer *self, int id) -> aio::task<> {
      co_await price(id);
      ++self->rows_;
    };
    aio::spawn(step(this, id));
  }
  void no_coroutine(int id) {
    auto step = [this, id] { return import(this, id); };
    aio::spawn(step());
  }
  void lives_for_ever(int id) {
    static auto step = [](int id) -> aio::task<> { co_await price(id); };
    aio::spawn(step(id));
  }
  aio::task<> waits_for_it(std::vector<int> ids) {
    auto step = [this](int id) -> aio::task<> {
      co_await price(id);
      ++rows_;
    };
    std::vector<aio::job> steps;
    for (int id : ids)
      steps.push_back(aio::launch(step(id)));
    for (aio::job &each : steps)
      co_await each.join();
  }
};

// Who stops two tasks waits for both, or they do not need what is gone.
struct plan {
  int rooms = 0;
};
class caretaker {
  std::unique_ptr<plan> plan_, other_;
  aio::event swept_, painted_;
  aio::task<> sweep() {
    co_await price(1);
    ++plan_->rooms;
    swept_.set();
  }
  aio::task<> paint() {
    co_await price(2);
    ++plan_->rooms;
    painted_.set();
  }
  aio::task<> both() {
    co_await swept_.wait();
    co_await painted_.wait();
  }

public:
  void start() {
    aio::spawn(sweep());
    aio::spawn(paint());
  }
  aio::task<> stop() {
    co_await both();
    plan_.reset();
  }
  aio::task<> sweep_only() {
    co_await swept_.wait();
    other_.reset();
  }
};
class careful {
  std::unique_ptr<plan> plan_;
  aio::event swept_, painted_;
  bool stop_ = false;
  aio::task<> sweep() {
    co_await price(1);
    swept_.set();
  }
  aio::task<> paint() {
    while (!stop_) {
      ++plan_->rooms;
      co_await price(2);
    }
    painted_.set();
  }
  aio::task<> measure() {
    co_await price(2);
    if (plan_)
      ++plan_->rooms;
  }

public:
  void start() {
    aio::spawn(sweep());
    aio::spawn(paint());
    aio::spawn(measure());
  }
  aio::task<> stop() {
    stop_ = true;
    co_await swept_.wait();
    plan_.reset();
  }
};

// What a parameter refers to is still there when the task uses it.
aio::task<> show(const std::string &text) {
  co_await price(static_cast<int>(text.size()));
}
aio::task<> show_own(std::string text) {
  co_await aio::tick();
  co_await price(static_cast<int>(text.size()));
}
std::string named(int id);
const std::string &known(int id);
aio::task<> temporaries_that_last() {
  co_await show(named(1));
  co_await aio::when_all(show(named(2)), show(named(3)));
  std::string name = named(4);
  auto showing = show(name);
  co_await std::move(showing);
  auto own = show_own(named(5));
  co_await std::move(own);
  auto somebodys = show(known(6));
  co_await std::move(somebodys);
}
void used_before_it_is_suspended() {
  aio::spawn(show(named(1)));
}

// Helpers that wait for all they are given, and one that leaves behind what has all its own.
template <class T> struct slot {
  aio::event done;
  int left = 2;
  T value;
};
template <class T> aio::task<> run_into(aio::task<T> t, std::shared_ptr<slot<T>> s) {
  s->value = co_await std::move(t);
  if (--s->left == 0)
    s->done.set();
}
template <class T> aio::task<T> both_done(aio::task<T> a, aio::task<T> b) {
  auto s = std::make_shared<slot<T>>();
  aio::spawn(run_into(std::move(a), s));
  aio::spawn(run_into(std::move(b), s));
  co_await s->done.wait();
  co_return s->value;
}
aio::task<> joined_both(aio::task<> a, aio::task<> b) {
  auto first = aio::launch(std::move(a));
  auto second = aio::launch(std::move(b));
  co_await first.join();
  co_await second.join();
}
template <class T> aio::task<> run_first(aio::task<T> t, std::shared_ptr<slot<T>> s) {
  s->value = co_await std::move(t);
  s->done.set();
}
template <class T> aio::task<T> first_done(aio::task<T> a, aio::task<T> b) {
  auto s = std::make_shared<slot<T>>();
  aio::spawn(run_first(std::move(a), s));
  aio::spawn(run_first(std::move(b), s));
  co_await s->done.wait();
  co_return s->value;
}
aio::task<int> ask(int mirror, std::string &log) {
  co_await aio::tick();
  log += "asked";
  co_return mirror;
}
aio::task<int> ask_own(int mirror, std::shared_ptr<std::string> log) {
  co_await aio::tick();
  *log += "asked";
  co_return mirror;
}
aio::task<> note(std::string &log) {
  co_await aio::tick();
  log += "noted";
}
aio::task<int> ask_two() {
  std::string log;
  int n = co_await both_done(ask(1, log), ask(2, log));
  co_await joined_both(note(log), note(log));
  auto shared = std::make_shared<std::string>();
  n += co_await first_done(ask_own(1, shared), ask_own(2, shared));
  co_return n + int(log.size());
}

// The handle is waited for before the closure, and the locals, are gone.
std::future<void> post_to(aio::executor &where, aio::task<> job);
void waited_for_in_one_expression() {
  int n = 0;
  post_to(aio::pool(), [&]() -> aio::task<> { co_await count_up(n); }()).wait();
  post_to(aio::pool(), count_up(n)).get();
}
// Never suspended itself: it joins the threads that run the loop.
struct own_loop {
  void run();
};
void spawn_on(own_loop &loop, aio::task<> job);
aio::task<> joins_the_loop() {
  own_loop loop;
  int n = 0;
  spawn_on(loop, count_up(n));
  std::thread runner([&] { loop.run(); });
  runner.join();
  co_return;
}
