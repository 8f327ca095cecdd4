// RUN: %check_async -expect-clean %s async-stale-state %t

// Ways to be wrong about code that is right, by their number in the list of precision traps
// that came from other tools' bug trackers. Where it is not about the writers themselves, an
// event handler changes the state meanwhile.

#include "coroutine.h"
#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

struct connection {
  void reply(int code);
  int id = 0;
};
aio::task<bool> allowed();
aio::task<int> priced(int what);
aio::task<std::shared_ptr<connection>> connect();

// Trap 1: the right operand of an assignment comes first.
struct right_operand_first {
  struct part {
    int v = 0;
  };
  int n_ = 0, i_ = 0;
  long l_ = 0;
  std::string text_;
  part s_;
  std::unique_ptr<part> p_ = std::make_unique<part>();
  std::vector<int> v_;
  std::map<int, part> m_;
  aio::task<std::string> line();
  aio::task<> compound() { n_ += co_await aio::number(); }
  aio::task<> all_compound() {
    n_ -= co_await aio::number();
    n_ *= co_await aio::number();
    n_ |= co_await aio::number();
    n_ <<= co_await aio::number();
    l_ += co_await aio::number();
  }
  aio::task<> of_class_type() { text_ += co_await line(); }
  aio::task<> plain() { n_ = co_await aio::number(); }
  aio::task<> field() { s_.v += co_await aio::number(); }
  aio::task<> through_pointer() { p_->v = co_await aio::number(); }
  aio::task<> element() { v_[i_] = co_await aio::number(); }
  aio::task<> element_compound() { v_[i_] += co_await aio::number(); }
  aio::task<> of_map(int k) { m_[k] = part{co_await aio::number()}; }
  aio::task<> in_parentheses() { (n_) += (co_await aio::number()); }
  aio::task<> chained() { n_ = i_ = co_await aio::number(); }
  aio::task<> ternary(bool b) { n_ += b ? co_await aio::number() : 0; }
  void on_reset() {
    n_ = i_ = 0;
    l_ = 0;
    text_.clear();
    s_.v = 0;
    p_.reset();
    v_.clear();
    m_.clear();
  }
};

// Trap 2: written after the wait, and never read before.
struct blind_write {
  int n_ = 0;
  bool done_ = false;
  std::string text_;
  aio::task<> set() {
    co_await aio::tick();
    n_ = 1;
    done_ = true;
    text_ = "done";
  }
  aio::task<> set_in_turn() {
    n_ = 1;
    co_await aio::tick();
    n_ = 2;
    co_await aio::tick();
    n_ = 3;
  }
  void on_reset() {
    n_ = 0;
    done_ = false;
    text_.clear();
  }
};

// Trap 3: different fields of one object.
struct different_fields {
  struct pair {
    connection *first = nullptr;
    connection *second = nullptr;
    int count = 0;
  };
  pair p_;
  aio::task<> first_only() {
    if (!p_.second)
      co_return;
    co_await aio::tick();
    p_.count = 1;
  }
  aio::task<> writer_of_another_field() {
    if (!p_.first)
      co_return;
    co_await aio::tick();
    p_.first->reply(1);
  }
  void on_gone() {
    p_.second = nullptr;
    p_.count = 0;
  }
};

// Trap 4: looked at again after the wait, in every spelling.
struct checked_again {
  connection *c_ = nullptr;
  std::optional<connection> o_;
  std::deque<int> q_;
  std::map<int, connection> m_;
  int left_ = 0;
  aio::task<> early_return() {
    if (!c_)
      co_return;
    co_await aio::tick();
    if (!c_)
      co_return;
    c_->reply(1);
  }
  aio::task<> explicit_comparison() {
    if (c_ == nullptr)
      co_return;
    co_await aio::tick();
    if (c_ != nullptr)
      c_->reply(1);
  }
  aio::task<> reversed_comparison() {
    if (nullptr == c_)
      co_return;
    co_await aio::tick();
    if (nullptr != c_)
      c_->reply(1);
  }
  aio::task<> compared_with_false() {
    if (o_.has_value() == false)
      co_return;
    co_await aio::tick();
    if (o_.has_value() == false)
      co_return;
    o_->reply(1);
  }
  aio::task<> in_a_bool() {
    if (!o_)
      co_return;
    co_await aio::tick();
    bool still = o_.has_value();
    if (!still)
      co_return;
    o_->reply(1);
  }
  aio::task<> in_a_ternary() {
    if (!c_)
      co_return;
    co_await aio::tick();
    co_await aio::store(c_ ? c_->id : 0);
  }
  aio::task<> in_the_loop_condition() {
    while (!q_.empty()) {
      int job = q_.front();
      q_.pop_front();
      co_await aio::store(job);
    }
  }
  aio::task<> do_while() {
    if (!c_)
      co_return;
    do
      co_await aio::tick();
    while (!c_);
    c_->reply(1);
  }
  aio::task<> found_again(int id) {
    if (!m_.contains(id))
      co_return;
    co_await aio::tick();
    auto it = m_.find(id);
    if (it == m_.end())
      co_return;
    it->second.reply(1);
  }
  aio::task<> contains_again(int id) {
    if (m_.count(id) == 0)
      co_return;
    co_await aio::tick();
    if (m_.count(id))
      m_.at(id).reply(1);
  }
  aio::task<> pointer_found_at_init(int) {
    if (!c_)
      co_return;
    co_await aio::tick();
    if (connection *now = c_)
      now->reply(1);
  }
  aio::task<> number() {
    if (left_ < 5)
      co_return;
    co_await aio::tick();
    if (left_ < 5)
      co_return;
    left_ -= 5;
  }
  aio::task<> throws() {
    if (!c_)
      throw 1;
    co_await aio::tick();
    if (!c_)
      throw 2;
    c_->reply(1);
  }
  aio::task<> by_helper() {
    if (!c_)
      co_return;
    co_await aio::tick();
    if (gone())
      co_return;
    c_->reply(1);
  }
  aio::task<> by_both_helpers() {
    if (gone())
      co_return;
    co_await aio::tick();
    if (!gone())
      answer(1);
  }
  aio::task<> read_again() {
    int n = left_;
    n = co_await priced(n);
    n = left_;
    left_ = n - 1;
  }
  aio::task<> written_back_to_a_fresh_read() {
    int n = left_;
    co_await aio::store(n);
    left_ = left_ - 1;
  }
  void on_gone() {
    c_ = nullptr;
    o_.reset();
    q_.clear();
    m_.clear();
    left_ = 0;
  }

private:
  bool gone() const { return c_ == nullptr; }
  void answer(int code) {
    if (c_)
      c_->reply(code);
  }
};

// Trap 5: a busy flag that its claimant alone clears, and what it protects.
struct busy_flag {
  bool busy_ = false;
  int saved_ = 0;
  void on_timer() { start(save()); }

private:
  aio::task<> save() {
    if (busy_)
      co_return;
    busy_ = true;
    int before = saved_;
    co_await aio::store(before);
    saved_ = before + 1;
    busy_ = false;
  }
  void start(aio::task<> t);
};
struct claimed_by_exchange {
  bool busy_ = false;
  void on_timer(int id) { start(save(id)); }

private:
  aio::task<> save(int id) {
    if (std::exchange(busy_, true))
      co_return;
    co_await aio::store(id);
    busy_ = false;
  }
  void start(aio::task<> t);
};
struct claimed_by_state {
  enum class state { idle, running };
  state state_ = state::idle;
  void on_timer(int id) { start(save(id)); }

private:
  aio::task<> save(int id) {
    if (state_ != state::idle)
      co_return;
    state_ = state::running;
    co_await aio::store(id);
    state_ = state::idle;
  }
  void start(aio::task<> t);
};
struct taken_first {
  int left_ = 10;
  std::optional<connection> c_;
  std::deque<int> q_;
  std::vector<int> lines_;
  aio::task<> write(std::vector<int> lines);
  aio::task<> reserve() {
    if (left_ == 0)
      co_return;
    --left_;
    if (!co_await allowed())
      ++left_;
  }
  aio::task<> moved_out() {
    if (!c_)
      co_return;
    connection mine = std::move(*c_);
    c_.reset();
    co_await aio::tick();
    mine.reply(1);
  }
  aio::task<> exchanged() {
    auto lines = std::exchange(lines_, {});
    co_await write(std::move(lines));
  }
  aio::task<> swapped() {
    std::vector<int> lines;
    lines.swap(lines_);
    co_await write(lines);
    lines.clear();
  }
  aio::task<> drained() {
    while (!q_.empty()) {
      int job = q_.front();
      q_.pop_front();
      co_await aio::store(job);
    }
  }
  void on_used() {
    --left_;
    c_.reset();
    q_.clear();
    lines_.clear();
  }
};

// Trap 6: balanced changes, scope guards.
struct balanced {
  int depth_ = 0;
  template <class F> struct finally {
    F f;
    ~finally() { f(); }
  };
  aio::task<> by_guard() {
    ++depth_;
    finally leave{[this] { --depth_; }};
    co_await aio::tick();
  }
  aio::task<> limited() {
    ++depth_;
    if (depth_ > 10) {
      --depth_;
      co_return;
    }
    co_await aio::tick();
    --depth_;
  }
  void on_direct() { ++depth_; }
};

// Trap 9: a lambda is another function; what it does is not done here.
struct boundaries {
  connection *c_ = nullptr;
  int n_ = 0;
  template <class F> void later(F f);
  aio::task<> callback_reads() {
    if (!c_)
      co_return;
    co_await aio::tick();
    later([this] {
      if (c_)
        c_->reply(1);
    });
  }
  void plain_function_with_a_coroutine_in_it() {
    if (!c_)
      return;
    auto job = []() -> aio::task<> { co_await aio::tick(); };
    job();
    c_->reply(1);
  }
  aio::task<> local_class() {
    int n = n_;
    struct local {
      int n_ = 0;
      void set(int n) { n_ = n; }
    } l;
    co_await aio::tick();
    l.set(n);
    l.n_ = n + 1;
  }
  void on_gone() {
    c_ = nullptr;
    n_ = 0;
  }
};

// Trap 10: the await does not suspend.
struct never_suspends {
  connection *c_ = nullptr;
  int n_ = 0;
  aio::task<> ready_value() {
    if (!c_)
      co_return;
    int code = co_await aio::ready<int>{1};
    c_->reply(code);
  }
  aio::task<> none() {
    int n = n_;
    co_await aio::none{};
    co_await std::suspend_never{};
    co_await aio::none_behind_operator{};
    n_ = n + 1;
  }
  void on_gone() {
    c_ = nullptr;
    n_ = 0;
  }
};

// Trap 11: an async lock, held all the time, which everybody takes who writes.
struct everyone_locks {
  aio::mutex m_;
  std::unique_ptr<connection> c_;
  int n_ = 0;
  aio::task<> check_then_act() {
    auto turn = co_await m_.scoped_lock();
    if (!c_) {
      co_await aio::tick();
      c_ = std::make_unique<connection>();
    }
  }
  aio::task<> update() {
    auto turn = co_await m_.scoped_lock();
    int n = n_;
    co_await aio::tick();
    n_ = n + 1;
  }
  aio::task<> by_hand() {
    co_await m_.lock();
    int n = n_;
    co_await aio::tick();
    n_ = n - 1;
    m_.unlock();
  }
  aio::task<> checked_again_under_the_lock() {
    if (c_)
      co_return;
    auto turn = co_await m_.scoped_lock();
    if (c_)
      co_return;
    co_await aio::tick();
    c_ = std::make_unique<connection>();
  }
  aio::task<> writer_too() {
    auto turn = co_await m_.scoped_lock();
    c_.reset();
    n_ = 0;
  }
};

// Trap 12: nobody else has it.
struct owned {
  aio::task<> local() {
    connection *c = nullptr;
    std::optional<int> o;
    std::vector<int> v;
    int n = 0;
    if (c && o && !v.empty()) {
      co_await aio::tick();
      c->reply(*o + v.front());
    }
    int before = n;
    co_await aio::tick();
    n = before + 1;
    co_await aio::store(n);
  }
  aio::task<> by_value(std::optional<connection> o, int n) {
    if (!o || n < 1)
      co_return;
    co_await aio::tick();
    o->reply(1);
    --n;
  }
  aio::task<> own_pointer(std::unique_ptr<connection> c) {
    if (!c)
      co_return;
    co_await aio::tick();
    c->reply(1);
  }
  aio::task<> copied_handle() {
    auto c = c_;
    if (!c)
      co_return;
    co_await aio::tick();
    c->reply(1);
  }
  void on_gone() { c_.reset(); }
  std::shared_ptr<connection> c_;
};

// Trap 13: one coroutine alone touches it.
struct run_loop {
  explicit run_loop() { start(run()); }

private:
  aio::task<> run() {
    for (;;) {
      int n = n_;
      co_await aio::store(n);
      n_ = n + 1;
      if (!c_)
        c_ = co_await connect();
    }
  }
  void start(aio::task<> t);
  int n_ = 0;
  std::shared_ptr<connection> c_;
};
struct started_by_open {
  void open() { start(run()); }
  void push(int n) { in_.push_back(n); }

private:
  aio::task<> run() {
    for (;;) {
      int n = n_;
      co_await aio::store(n);
      n_ = n + 1;
    }
  }
  void start(aio::task<> t);
  int n_ = 0;
  std::deque<int> in_;
};
struct single_consumer {
  std::deque<int> q_;
  void push(int n) { q_.push_back(n); }
  aio::task<> run() {
    for (;;) {
      if (q_.empty()) {
        co_await aio::tick();
        continue;
      }
      co_await aio::store(q_.front());
      q_.pop_front();
    }
  }
};

// Trap 14: the same value anyway.
struct idempotent {
  bool stopped_ = false, seen_ = false;
  std::optional<int> port_;
  aio::task<> same_constant() {
    if (seen_)
      co_return;
    co_await aio::tick();
    seen_ = true;
  }
  aio::task<> stop() {
    if (stopped_)
      co_return;
    co_await aio::tick();
    stopped_ = true;
  }
  void on_stop() { stopped_ = true; }
  void on_seen() { seen_ = true; }
};

// Trap 15: a reference parameter is not read before the call.
struct by_reference {
  int n_ = 0;
  aio::task<> maximum() { n_ = std::max(n_, co_await aio::number()); }
  aio::task<> minimum() { n_ = std::min(co_await aio::number(), n_); }
  void on_reset() { n_ = 0; }
};

// Trap 16: names are not declarations.
struct names {
  int n = 0;
  struct inner {
    int n = 0;
  };
  aio::task<> other_objects_member(names &other, inner i) {
    int before = i.n;
    co_await aio::tick();
    i.n = before + 1;
    co_await aio::store(other.n);
  }
  void on_reset() { n = 0; }
};

// Trap 17: paths that exclude each other.
struct exclusive {
  connection *c_ = nullptr;
  int n_ = 0;
  aio::task<> by_case(int which) {
    switch (which) {
    case 0:
      if (!c_)
        co_return;
      c_->reply(1);
      break;
    case 1:
      co_await aio::tick();
      n_ = 1;
      break;
    }
  }
  aio::task<> try_and_catch() {
    try {
      co_await aio::tick();
    } catch (...) {
      n_ = -1;
      co_return;
    }
    n_ = 1;
  }
  aio::task<> waits_only_where_nothing_follows(bool ask) {
    if (!c_)
      co_return;
    if (ask) {
      co_await aio::tick();
      co_return;
    }
    c_->reply(1);
  }
  aio::task<> break_out(int n) {
    for (int i = 0; i != n; ++i) {
      if (!c_)
        break;
      c_->reply(i);
      co_await aio::tick();
    }
  }
  aio::task<> next_round(int n) {
    for (int i = 0; i != n; ++i) {
      co_await aio::tick();
      if (!c_)
        continue;
      c_->reply(i);
    }
  }
  void on_gone() {
    c_ = nullptr;
    n_ = 0;
  }
};

// Trap 20: not every call that changes a container makes untrue what was asked.
struct preserved {
  std::deque<int> q_;
  std::map<int, int> m_;
  std::optional<int> o_;
  std::shared_ptr<connection> c_ = std::make_shared<connection>();
  int high_ = 0, n_ = 0;
  aio::task<> not_empty_and_only_grows() {
    if (q_.empty())
      co_return;
    co_await aio::tick();
    co_await aio::store(q_.front());
  }
  aio::task<> key_stays(int k) {
    if (!m_.contains(k))
      co_return;
    co_await aio::tick();
    co_await aio::store(m_.at(k));
  }
  aio::task<> has_a_value_and_keeps_one() {
    if (!o_)
      co_return;
    co_await aio::tick();
    co_await aio::store(*o_);
  }
  aio::task<> increasing_only() {
    if (high_ > 0) {
      co_await aio::tick();
      high_ += 1;
    }
  }
  aio::task<> nothing_but_logged() {
    int before = n_;
    co_await aio::tick();
    co_await aio::store(before);
  }
  void on_item(int n) {
    q_.push_back(n);
    m_.emplace(n, n);
    o_ = n;
    ++high_;
    n_ = n;
  }
};

// Who takes it away says so in the same step, and the coroutine asks.
struct connection_of_a_session {
  void reply(int code);
};
class session_that_closes {
  std::unique_ptr<connection_of_a_session> wire_;
  bool closed_ = false;

public:
  aio::task<> push(int n) {
    if (!wire_)
      co_return;
    co_await aio::tick();
    if (closed_)
      co_return;
    wire_->reply(n);
  }
  void close() {
    closed_ = true;
    wire_.reset();
  }
};
