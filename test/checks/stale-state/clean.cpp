// RUN: %check_async -expect-clean %s async-stale-state %t

// What stood in real code and was no hazard: the other one never runs meanwhile, or what it
// does changes nothing that matters here. By the classes of a first experiment.

#include "coroutine.h"
#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

struct connection {
  void reply(int code);
  aio::task<int> ask(int question);
  int id = 0;
};
aio::task<bool> allowed();
aio::task<int> priced(int what);
aio::task<std::unique_ptr<connection>> connect();
aio::task<int> read_at(int position);
void detach(aio::task<> t);

// Writers that run before anything else does.
class written_at_start {
public:
  written_at_start() { init(); }
  void start() {
    next_ = 1;
    detach(run());
  }
  ~written_at_start() { c_.reset(); }
  written_at_start &operator=(written_at_start &&other) {
    c_ = std::move(other.c_);
    return *this;
  }

private:
  void init() { c_ = std::make_unique<connection>(); }
  aio::task<> run() {
    if (!c_)
      co_return;
    co_await aio::tick();
    c_->reply(1);
  }
  std::unique_ptr<connection> c_;
  int next_ = 0;
};
class counter_of_a_run_loop {
public:
  void start() {
    next_ = 1;
    detach(run());
  }

private:
  aio::task<> run() {
    for (;;) {
      int mine = next_;
      co_await aio::store(mine);
      next_ = mine + 1;
    }
  }
  int next_ = 0;
};

// Set once and never taken away.
class never_reset {
public:
  void set_connection(connection *c) { c_ = c; }
  aio::task<> answer() {
    if (!c_)
      co_return;
    co_await aio::tick();
    c_->reply(1);
  }

private:
  connection *c_ = nullptr;
};

// The object's methods are called in turn by whoever owns it.
class protocol {
public:
  aio::task<> open() {
    if (c_)
      co_return;
    c_ = co_await connect();
  }
  aio::task<int> read() {
    if (!c_)
      co_return 0;
    position_ = co_await read_at(position_);
    co_return position_;
  }
  aio::task<> close() {
    if (!c_)
      co_return;
    co_await aio::tick();
    c_.reset();
  }

private:
  std::unique_ptr<connection> c_;
  int position_ = 0;
};

// What was changed cannot make untrue what was seen.
struct preserved {
  std::vector<int> v_;
  std::map<int, int> m_;
  std::deque<int> q_;
  bool stopped_ = false, open_ = true;
  int tries_ = 0;
  aio::task<> index_below_size(size_t i) {
    if (i >= v_.size())
      co_return;
    co_await aio::tick();
    co_await aio::store(v_[i]);
  }
  aio::task<> emplace_keeps_what_is_there(int key) {
    if (m_.find(key) == m_.end()) {
      int made = co_await priced(key);
      m_.emplace(key, made);
    }
  }
  aio::task<> counted_tries() {
    if (tries_ > 3)
      co_return;
    co_await aio::tick();
    ++tries_;
  }
  aio::task<> stops_once() {
    if (stopped_)
      co_return;
    co_await aio::tick();
    stopped_ = true;
  }
  aio::task<> closes_once() {
    if (!open_)
      co_return;
    co_await aio::tick();
    open_ = false;
  }
  void on_item(int n) {
    v_.push_back(n);
    m_.insert({n, n});
    q_.push_back(n);
  }
  void on_success() { tries_ = 0; }
  void on_stop() {
    stopped_ = true;
    open_ = false;
  }
};

// The write reads anew.
struct fresh_write {
  int peak_ = 0, total_ = 0;
  unsigned flags_ = 0;
  aio::task<> maximum(int n) {
    if (n <= peak_)
      co_return;
    co_await aio::store(n);
    peak_ = std::max(peak_, n);
  }
  aio::task<> by_condition(int n) {
    if (n <= peak_)
      co_return;
    co_await aio::store(n);
    peak_ = n > peak_ ? n : peak_;
  }
  aio::task<> difference(int n) {
    int before = total_;
    co_await aio::store(before);
    total_ -= n;
  }
  aio::task<> bits() {
    unsigned before = flags_;
    co_await aio::store(before);
    flags_ |= 4;
  }
  void on_measure(int n) {
    peak_ = n;
    total_ += n;
    flags_ = 0;
  }
};

// A counter that others bump tells that nothing has changed.
struct generation {
  connection *c_ = nullptr;
  int generation_ = 0;
  std::vector<int> results_;
  aio::task<std::vector<int>> search(int what);
  aio::task<> answer() {
    if (!c_)
      co_return;
    int mine = generation_;
    co_await aio::tick();
    if (mine != generation_)
      co_return;
    c_->reply(1);
  }
  aio::task<> latest_wins(int what) {
    int mine = ++generation_;
    auto found = co_await search(what);
    if (mine == generation_)
      results_ = std::move(found);
  }
  void on_gone() {
    ++generation_;
    c_ = nullptr;
    results_.clear();
  }
};

// Waits until it is so, and looks again.
struct waits {
  std::deque<int> q_;
  bool ready_ = false, dirty_ = false;
  int n_ = 0;
  aio::pause<> changed();
  aio::task<int> pop() {
    while (q_.empty())
      co_await changed();
    int first = q_.front();
    q_.pop_front();
    co_return first;
  }
  aio::task<> auto_reset() {
    while (!ready_)
      co_await changed();
    ready_ = false;
  }
  aio::task<> saves_while_dirty() {
    while (dirty_) {
      dirty_ = false;
      co_await aio::store(n_);
    }
  }
  aio::task<> if_not_ready_waits() {
    if (!ready_)
      co_await changed();
    n_ = 1;
  }
  void on_item(int n) {
    q_.push_back(n);
    ready_ = true;
    dirty_ = true;
  }
  void on_clear() {
    q_.clear();
    ready_ = false;
  }
};

// A state machine that asks after each wait where it stands.
struct asks_again {
  enum class state { idle, dialling, up };
  state state_ = state::idle;
  aio::task<> dial() {
    if (state_ != state::idle)
      co_return;
    state_ = state::dialling;
    co_await aio::tick();
    if (state_ == state::dialling)
      state_ = state::up;
  }
  aio::task<> by_switch() {
    co_await aio::tick();
    switch (state_) {
    case state::dialling:
      state_ = state::up;
      break;
    default:
      break;
    }
  }
  void give_up() { state_ = state::idle; }
};

// A local holds on to what was checked.
struct held_by_a_local {
  std::shared_ptr<connection> c_;
  std::weak_ptr<connection> w_;
  aio::task<> copy() {
    if (auto c = c_) {
      co_await aio::tick();
      c->reply(1);
    }
  }
  aio::task<> locked() {
    if (auto c = w_.lock()) {
      co_await aio::tick();
      c->reply(1);
    }
  }
  aio::task<> moved() {
    if (!c_)
      co_return;
    auto c = std::move(c_);
    co_await aio::tick();
    c->reply(1);
  }
  aio::task<> only_before_and_in_the_await() {
    if (c_)
      co_await c_->ask(c_->id);
  }
  aio::task<> each_time() {
    while (c_)
      co_await c_->ask(1);
  }
  void on_gone() {
    c_.reset();
    w_.reset();
  }
};

// The check decides nothing of what comes later.
struct decides_nothing {
  connection *c_ = nullptr;
  int n_ = 0;
  aio::task<> only_logged() {
    if (n_ == 0)
      co_await aio::store(0);
    ++n_;
  }
  aio::task<> both_branches() {
    if (c_)
      co_await aio::tick();
    else
      co_await aio::store(1);
    n_ = 1;
  }
  aio::task<> remembered() {
    int before = n_;
    co_await aio::tick();
    n_ = 5;
    co_await aio::store(before);
  }
  aio::task<> result_of_a_call() { n_ = co_await priced(n_); }
  void on_gone() {
    c_ = nullptr;
    n_ = 0;
  }
};

// An object of the same class, but this frame's own.
struct node {
  int weight = 0;
  node *next = nullptr;
  aio::task<int> of_copy(node copy) {
    if (copy.weight == 0)
      co_return 0;
    co_await aio::tick();
    --copy.weight;
    co_return copy.weight;
  }
  void on_reset() {
    weight = 0;
    next = nullptr;
  }
};

// By-reference captures of a lambda that is awaited where it stands.
struct awaited_in_place {
  aio::task<int> sum(int n) {
    int sum = 0;
    auto part = [&sum](int i) -> aio::task<> {
      int before = sum;
      co_await aio::tick();
      sum = before + i;
    };
    for (int i = 0; i != n; ++i)
      co_await part(i);
    co_return sum;
  }
};

// Only one coroutine takes away, others only add.
class single_taker {
public:
  void push(int n) { q_.push_back(n); }
  single_taker() { detach(run()); }

private:
  aio::task<> run() {
    for (;;) {
      while (!q_.empty()) {
        co_await aio::store(q_.front());
        q_.pop_front();
      }
      co_await aio::tick();
    }
  }
  std::deque<int> q_;
};
