// RUN: %check_async -expect-clean %s async-unjoined-task,async-concurrent-mutation,async-thread-mixing %t
// RUN: %check_async -expect-clean %s async-unjoined-task,async-concurrent-mutation,async-thread-mixing %t -- \
// RUN:   -config='{CheckOptions: {Confidence: possible}}'

// Tasks that are waited for, or that have what they use.

#include "tasks.h"
#include <string>
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
    if (ended_)
      co_await ended_->wait();
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
