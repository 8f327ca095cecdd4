// RUN: %check_async %s async-stale-state %t

// What was seen before a suspension and is relied on after it. Each class has an event handler,
// a plain function that nobody here calls, which changes that state meanwhile.

#include "coroutine.h"
#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

struct connection {
  void reply(int code);
  aio::task<int> ask(int question);
  int id = 0;
};
aio::task<bool> allowed();
aio::task<int> priced(int what);
void log_line(const char *text);

// --- The three shapes -------------------------------------------------------------------

struct member_check_then_act {
  int left_ = 1;
  aio::task<> sell() {
    if (left_ == 0)
      co_return;
    co_await aio::tick();
    --left_;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'left_' may have changed since it was checked
  }
  void returned_to_shop() { left_ = 0; }
};

struct lost_update_of_operands {
  int n_ = 0;
  aio::task<> add() {
    // Operands of + have no order; Clang reads n_ first.
    n_ = n_ + co_await aio::number();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before this coroutine was suspended
  }
  void on_reset() { n_ = 0; }
};

struct local_copy_written_back {
  int balance_ = 0;
  aio::task<> charge(int fee) {
    int balance = balance_;
    co_await aio::tick();
    balance_ = balance - fee;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'balance_' is overwritten with a value computed from what it was before this coroutine was suspended
  }
  void on_deposit(int amount) { balance_ += amount; }
};

struct through_two_locals {
  int balance_ = 0;
  aio::task<> charge(int fee) {
    int before = balance_;
    int after = before - fee;
    co_await aio::store(after);
    balance_ = after;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'balance_' is overwritten with a value computed from what it was before this coroutine was suspended
  }
  void on_deposit(int amount) { balance_ += amount; }
};

// --- The wait for a lock is the suspension --------------------------------------------

struct check_before_lock {
  aio::mutex m_;
  std::unique_ptr<connection> conn_;
  aio::task<> connect() {
    if (conn_)
      co_return;
    auto turn = co_await m_.scoped_lock();
    conn_ = std::make_unique<connection>();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may have changed since it was checked
  }
};

struct flag_before_lock {
  aio::mutex m_;
  bool valid_ = false;
  int token_ = 0;
  aio::task<> log_in() {
    if (valid_)
      co_return;
    auto turn = co_await m_.scoped_lock();
    token_ = co_await aio::number();
    valid_ = true;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'valid_' may have changed since it was checked
  }
  void on_revoked() { valid_ = false; }
};

struct lock_of_something_else {
  aio::mutex log_, state_;
  int n_ = 0;
  aio::task<> add() {
    auto turn = co_await log_.scoped_lock();
    int n = n_;
    co_await aio::tick();
    n_ = n + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before this coroutine was suspended
  }
  void on_reset() { n_ = 0; }
};

struct remote_skips_lock {
  aio::mutex m_;
  int price_ = 0;
  aio::task<> convert() {
    auto turn = co_await m_.scoped_lock();
    int price = price_;
    int rate = co_await aio::number();
    price_ = price * rate;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'price_' is overwritten with a value computed from what it was before this coroutine was suspended
  }
  void on_feed(int price) { price_ = price; }
};

// --- Where the check stands --------------------------------------------------------------

struct early_return {
  connection *conn_ = nullptr;
  aio::task<> answer(int question) {
    if (!conn_)
      co_return;
    int code = co_await priced(question);
    conn_->reply(code);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct in_the_branch {
  connection *conn_ = nullptr;
  aio::task<> answer(int question) {
    if (conn_ != nullptr) {
      int code = co_await priced(question);
      conn_->reply(code);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
    }
  }
  void on_gone() { conn_ = nullptr; }
};

struct await_in_and {
  int left_ = 10;
  aio::task<> take() {
    if (left_ > 5 && co_await allowed())
      left_ -= 5;
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'left_' may have changed since it was checked
  }
  void on_used(int n) { left_ -= n; }
};

struct await_in_condition_of_pointer {
  connection *conn_ = nullptr;
  aio::task<> answer() {
    if (conn_ && co_await allowed())
      conn_->reply(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct await_in_initialiser {
  connection *conn_ = nullptr;
  aio::task<> answer() {
    if (!conn_)
      co_return;
    if (int code = co_await aio::number(); code != 0)
      conn_->reply(code);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct await_in_argument {
  connection *conn_ = nullptr;
  aio::task<> log(int n) {
    if (conn_)
      co_await aio::store(co_await priced(n) + conn_->id);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct await_in_return {
  std::optional<int> code_;
  aio::task<bool> matches() {
    if (!code_)
      co_return false;
    co_return co_await aio::number() == *code_;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'code_' may no longer be what it was when it was checked
  }
  void on_expired() { code_.reset(); }
};

struct in_a_ternary {
  connection *conn_ = nullptr;
  aio::task<int> id() {
    co_return conn_ ? co_await aio::number() + conn_->id : 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct only_one_path_waits {
  connection *conn_ = nullptr;
  aio::task<> answer(bool slowly) {
    if (!conn_)
      co_return;
    if (slowly)
      co_await aio::tick();
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct loop_carried {
  connection *conn_ = nullptr;
  aio::task<> answer_all(int n) {
    if (!conn_)
      co_return;
    for (int i = 0; i != n; ++i) {
      conn_->reply(i);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
      co_await aio::tick();
    }
  }
  void on_gone() { conn_ = nullptr; }
};

struct in_a_catch {
  connection *conn_ = nullptr;
  aio::task<> answer() {
    if (!conn_)
      co_return;
    try {
      co_await aio::tick();
    } catch (...) {
      conn_->reply(-1);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
    }
  }
  void on_gone() { conn_ = nullptr; }
};

struct yields {
  connection *conn_ = nullptr;
  aio::generator<int> ids() {
    if (!conn_)
      co_return;
    co_yield 0;
    co_yield conn_->id;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

// --- Through helpers -------------------------------------------------------------------

struct helper_coroutine_suspends {
  connection *conn_ = nullptr;
  aio::task<> pause() { co_await aio::tick(); }
  aio::task<> answer() {
    if (!conn_)
      co_return;
    co_await pause();
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct remote_through_helpers {
  aio::task<> answer() {
    if (!conn_)
      co_return;
    co_await aio::tick();
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { forget(); }

private:
  void forget() { drop(); }
  void drop() { conn_ = nullptr; }
  connection *conn_ = nullptr;
};

// --- Kinds of state ---------------------------------------------------------------------

struct optional_value {
  std::optional<connection> conn_;
  aio::task<> answer() {
    if (!conn_.has_value())
      co_return;
    co_await aio::tick();
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_.reset(); }
};

struct optional_assigned_nullopt {
  std::optional<connection> conn_;
  aio::task<> answer() {
    if (!conn_)
      co_return;
    co_await aio::tick();
    conn_.value().reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = std::nullopt; }
};

struct unique_pointer {
  std::unique_ptr<connection> conn_;
  aio::task<> answer() {
    if (conn_) {
      co_await aio::tick();
      conn_->reply(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
    }
  }
  void on_gone() { conn_.reset(); }
};

struct shared_pointer {
  std::shared_ptr<connection> conn_;
  aio::task<> answer() {
    if (!conn_)
      co_return;
    co_await aio::tick();
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct map_contains_at {
  std::map<int, connection> all_;
  aio::task<> answer(int id) {
    if (!all_.contains(id))
      co_return;
    co_await aio::tick();
    all_.at(id).reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'all_' may no longer be what it was when it was checked
  }
  void on_gone(int id) { all_.erase(id); }
};

struct map_index_revives {
  std::unordered_map<int, connection> all_;
  aio::task<> answer(int id) {
    if (all_.count(id) == 0)
      co_return;
    co_await aio::tick();
    all_[id].reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'all_' may no longer be what it was when it was checked
  }
  void on_gone(int id) { all_.erase(id); }
};

struct find_is_end {
  std::map<int, int> cache_;
  aio::task<int> get(int key) {
    if (cache_.find(key) == cache_.end()) {
      int made = co_await priced(key);
      cache_[key] = made;
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'cache_' may have changed since it was checked
    }
    co_return cache_.at(key);
  }
  void on_pushed(int key, int value) { cache_[key] = value; }
};

struct kept_alive_is_not_kept_set {
  std::shared_ptr<connection> conn_;
  aio::task<> answer() {
    auto keep = conn_;
    if (!conn_)
      co_return;
    co_await aio::tick();
    conn_->reply(keep->id);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_.reset(); }
};

struct find_into_a_local {
  std::map<int, std::unique_ptr<connection>> all_;
  aio::task<> open(int id) {
    auto it = all_.find(id);
    if (it != all_.end())
      co_return;
    co_await aio::tick();
    all_[id] = std::make_unique<connection>();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'all_' may have changed since it was checked
  }
  void on_incoming(int id) { all_[id] = std::make_unique<connection>(); }
};

struct queue_front {
  std::deque<int> jobs_;
  aio::task<> work() {
    while (!jobs_.empty()) {
      co_await aio::tick();
      int job = jobs_.front();
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'jobs_' may no longer be what it was when it was checked
      jobs_.pop_front();
      co_await aio::store(job);
    }
  }
  void cancel_all() { jobs_.clear(); }
};

struct popped_after_send {
  std::deque<int> out_;
  aio::task<> flush() {
    while (!out_.empty()) {
      co_await aio::store(out_.front());
      out_.pop_front();
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'out_' may no longer be what it was when it was checked
    }
  }
  void on_reconnect() {
    out_.clear();
    out_.push_front(0);
  }
};

struct numeric_bound {
  int open_ = 0;
  aio::task<> enter() {
    if (open_ >= 4)
      co_return;
    co_await aio::tick();
    ++open_;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'open_' may have changed since it was checked
  }
  void on_direct_entry() { ++open_; }
};

struct state_enum {
  enum class state { idle, dialling, up };
  state state_ = state::idle;
  aio::task<> dial() {
    if (state_ != state::idle)
      co_return;
    state_ = state::dialling;
    co_await aio::tick();
    state_ = state::up;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'state_' is set without asking what became of it
  }
  void give_up() { state_ = state::idle; }
};

struct flag_that_loses_an_event {
  bool dirty_ = false;
  int n_ = 0;
  aio::task<> save() {
    if (!dirty_)
      co_return;
    co_await aio::store(n_);
    dirty_ = false;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'dirty_' may have changed since it was checked
  }
  void on_edit() { dirty_ = true; }
};

struct lazy_cache {
  std::shared_ptr<connection> conn_;
  aio::task<std::shared_ptr<connection>> get() {
    if (!conn_) {
      co_await aio::tick();
      conn_ = std::make_shared<connection>();
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may have changed since it was checked
    }
    co_return conn_;
  }
  void on_incoming(std::shared_ptr<connection> c) { conn_ = std::move(c); }
};

struct weak_pointer {
  std::weak_ptr<connection> conn_;
  aio::task<std::shared_ptr<connection>> get() {
    if (auto hit = conn_.lock())
      co_return hit;
    auto fresh = std::make_shared<connection>();
    co_await aio::tick();
    conn_ = fresh;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may have changed since it was checked
    co_return fresh;
  }
  void on_incoming(std::shared_ptr<connection> c) { conn_ = c; }
};

struct array_slot {
  int seats_[4] = {};
  aio::task<> book(int row) {
    int n = seats_[row];
    co_await aio::tick();
    seats_[row] = n - 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'seats_[...]' is overwritten with a value computed from what it was before this coroutine was suspended
  }
  void on_sold(int row) { --seats_[row]; }
};

// --- Wrong remedies ----------------------------------------------------------------------

struct other_objects_recheck {
  connection *conn_ = nullptr;
  aio::task<> answer(other_objects_recheck &other) {
    if (!conn_)
      co_return;
    co_await aio::tick();
    if (!other.conn_)
      co_return;
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct other_fields_recheck {
  connection *conn_ = nullptr, *backup_ = nullptr;
  aio::task<> answer() {
    if (!conn_ || !backup_)
      co_return;
    co_await aio::tick();
    if (!backup_)
      co_return;
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct dummy_read {
  connection *conn_ = nullptr;
  aio::task<> answer() {
    if (!conn_)
      co_return;
    co_await aio::tick();
    [[maybe_unused]] auto *now = conn_;
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct read_to_void {
  int n_ = 0;
  aio::task<> add() {
    int n = n_;
    co_await aio::tick();
    (void)n_;
    n_ = n + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'n_' is overwritten with a value computed from what it was before this coroutine was suspended
  }
  void on_reset() { n_ = 0; }
};

struct empty_recheck {
  connection *conn_ = nullptr;
  aio::task<> answer() {
    if (!conn_)
      co_return;
    co_await aio::tick();
    if (!conn_) {
    }
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct recheck_then_only_logs {
  connection *conn_ = nullptr;
  aio::task<> answer() {
    if (!conn_)
      co_return;
    co_await aio::tick();
    if (!conn_)
      log_line("gone");
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct recheck_before_another_wait {
  connection *conn_ = nullptr;
  aio::task<> answer() {
    if (!conn_)
      co_return;
    co_await aio::tick();
    if (!conn_)
      co_return;
    co_await aio::tick();
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

struct recheck_on_one_path {
  connection *conn_ = nullptr;
  aio::task<> answer(bool careful) {
    if (!conn_)
      co_return;
    co_await aio::tick();
    if (careful && !conn_)
      co_return;
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

// --- Kinds of coroutines ------------------------------------------------------------------

template <class T> struct in_a_template {
  T *conn_ = nullptr;
  aio::task<> answer() {
    if (!conn_)
      co_return;
    co_await aio::tick();
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};
aio::task<> use_template(in_a_template<connection> &t) { return t.answer(); }
void use_gone(in_a_template<connection> &t) { t.on_gone(); }

struct member_template {
  connection *conn_ = nullptr;
  template <class Q> aio::task<> answer(Q) {
    if (!conn_)
      co_return;
    co_await aio::tick();
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};
aio::task<> use_member_template(member_template &t) { return t.answer(1); }

struct lambda_coroutine {
  connection *conn_ = nullptr;
  auto answerer() {
    return [this]() -> aio::task<> {
      if (!conn_)
        co_return;
      co_await aio::tick();
      conn_->reply(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
    };
  }
  void on_gone() { conn_ = nullptr; }
};

struct out_of_line {
  connection *conn_ = nullptr;
  aio::task<> answer();
  void on_gone();
};
aio::task<> out_of_line::answer() {
  if (!conn_)
    co_return;
  co_await aio::tick();
  conn_->reply(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
}
void out_of_line::on_gone() { conn_ = nullptr; }

#define AWAIT(x) co_await (x)
struct in_a_macro {
  connection *conn_ = nullptr;
  aio::task<> answer() {
    if (!conn_)
      co_return;
    AWAIT(aio::tick());
    conn_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may no longer be what it was when it was checked
  }
  void on_gone() { conn_ = nullptr; }
};

// --- who runs it --------------------------------------------------------------------------

void detach(aio::task<> t);

struct started_for_each_event {
  std::shared_ptr<connection> conn_;
  void on_request(int id) { detach(handle(id)); }

private:
  aio::task<> handle(int id) {
    if (!conn_) {
      co_await aio::store(id);
      conn_ = std::make_shared<connection>();
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'conn_' may have changed since it was checked
    }
  }
};
