// RUN: %check_async -expect-clean %s async-stale-state %t

// Ways to ask again after each wait, and ways not to rely on the answer at all. One class, whose
// event handler changes what it has.

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
void log_line(int n);
enum class state { idle, dialling, up };
struct asked_again {
  connection *c_ = nullptr, *d_ = nullptr;
  bool closed_ = false, flag_ = false;
  int n_ = 0, last_ = 0;
  state state_ = state::idle;
  std::vector<int> v_;
  std::map<int, int> m_;
  std::shared_ptr<connection> s_;
  std::unique_ptr<connection> u_;
  std::optional<int> o_;
  aio::mutex lock_;
  aio::task<> use(connection &c);

  aio::task<> by_break() {
    while (true) {
      co_await aio::tick();
      if (!c_)
        break;
      c_->reply(1);
    }
  }
  aio::task<> by_for() {
    for (; c_; co_await aio::tick())
      c_->reply(1);
  }
  aio::task<> by_do() {
    do {
      if (!c_)
        co_return;
      c_->reply(1);
      co_await aio::tick();
    } while (true);
  }
  aio::task<> by_catch() {
    if (!c_)
      co_return;
    try {
      co_await aio::tick();
    } catch (...) {
      co_return;
    }
    if (!c_)
      co_return;
    c_->reply(1);
  }
  aio::task<> by_or() {
    if (!c_)
      co_return;
    bool ok = co_await allowed();
    if (!ok || !c_)
      co_return;
    c_->reply(1);
  }
  aio::task<> by_or2() {
    if (!c_ || closed_)
      co_return;
    co_await aio::tick();
    if (c_ == nullptr || closed_)
      co_return;
    c_->reply(1);
  }
  aio::task<> by_contained() {
    if (!c_)
      co_return;
    co_await aio::tick();
    if (!c_ || c_->id == 0)
      co_return;
    c_->reply(1);
  }
  aio::task<> by_recopy() {
    auto c = s_;
    if (!c)
      co_return;
    co_await aio::tick();
    c = s_;
    if (!c)
      co_return;
    c->reply(1);
  }
  aio::task<> by_index_loop() {
    for (size_t i = 0; i < v_.size(); ++i)
      co_await aio::store(v_[i]);
  }
  aio::task<> by_range() {
    for (int e : v_)
      co_await aio::store(e);
  }
  aio::task<> by_taken() {
    if (v_.empty())
      co_return;
    auto mine = std::move(v_);
    v_.clear();
    for (int e : mine)
      co_await aio::store(e);
  }
  aio::task<> by_last(int now) {
    last_ = now;
    co_await aio::tick();
    if (last_ == now)
      n_ = 1;
  }
  aio::task<> by_take_number() {
    int n = n_;
    n_ = 0;
    co_await aio::store(n);
  }
  aio::task<> by_take_and_restore() {
    int n = n_;
    n_ = 0;
    if (!co_await allowed())
      n_ += n;
  }
  aio::task<> by_try_emplace(int k) {
    if (m_.count(k) == 0)
      m_.try_emplace(k, co_await priced(k));
  }
  aio::task<> by_logged() {
    log_line(n_);
    co_await aio::tick();
    n_ = 5;
  }
  aio::task<> by_step_after() {
    co_await aio::tick();
    n_ = n_ + 1;
  }
  aio::task<> by_step_before() {
    n_ = n_ + 1;
    co_await aio::tick();
  }
  aio::task<> by_ternary() {
    if (!c_)
      co_return;
    co_await aio::tick();
    int id = c_ ? c_->id : 0;
    co_await aio::store(id);
  }
  aio::task<> by_switch() {
    switch (state_) {
    case state::idle:
      co_await aio::tick();
      break;
    case state::dialling:
      state_ = state::up;
      break;
    case state::up:
      break;
    }
  }
  aio::task<> by_goto() {
  again:
    if (!c_)
      co_return;
    c_->reply(1);
    co_await aio::tick();
    goto again;
  }
  aio::task<> by_lambda_check() {
    auto ok = [this] { return c_ != nullptr; };
    if (!ok())
      co_return;
    co_await aio::tick();
    if (!ok())
      co_return;
    c_->reply(1);
  }
  aio::task<> by_else() {
    if (c_)
      co_await aio::tick();
    if (c_)
      c_->reply(1);
    else
      log_line(0);
  }
  aio::task<> by_nested() {
    if (!c_)
      co_return;
    for (int i = 0; i < 3; ++i) {
      co_await aio::tick();
      if (!c_) {
        log_line(1);
        co_return;
      }
      for (int j = 0; j < 3; ++j)
        c_->reply(j);
    }
  }
  aio::task<> by_state_again() {
    if (state_ != state::idle)
      co_return;
    state_ = state::dialling;
    bool ok = co_await allowed();
    if (state_ != state::dialling)
      co_return;
    state_ = ok ? state::up : state::idle;
  }
  aio::task<> by_other() {
    if (!d_)
      co_return;
    co_await aio::tick();
    d_->reply(1);
  }
  aio::task<> by_max() {
    int n = n_;
    int m = co_await aio::number();
    n_ = std::max({n, m, n_});
  }
  aio::task<> by_find_again(int k) {
    auto it = m_.find(k);
    if (it == m_.end())
      co_return;
    co_await aio::store(it->second);
    it = m_.find(k);
    if (it != m_.end())
      it->second = 1;
  }
  aio::task<> by_own_wait() {
    if (!c_)
      c_ = nullptr;
    co_await aio::tick();
    if (!closed_)
      closed_ = true;
  }
  aio::task<> by_optional_value_or() {
    if (!o_)
      co_return;
    co_await aio::tick();
    co_await aio::store(o_.value_or(0));
  }
  aio::task<> by_unique_again() {
    if (!u_)
      co_return;
    co_await use(*u_);
    if (u_)
      u_.reset();
  }
  aio::task<> by_reset_twice_is_harmless() {
    if (!u_)
      co_return;
    co_await aio::tick();
    u_.reset();
  }
  aio::task<> by_clear_twice() {
    if (v_.empty())
      co_return;
    co_await aio::tick();
    m_.clear();
  }
  aio::task<> by_erase_by_key(int k) {
    if (!m_.contains(k))
      co_return;
    co_await aio::tick();
    m_.erase(k);
  }
  aio::task<> by_checked_after_lock() {
    auto turn = co_await lock_.scoped_lock();
    if (!s_)
      s_ = std::make_shared<connection>();
    s_->reply(1);
  }
  aio::task<> by_guarded_loop() {
    while (!closed_) {
      if (c_)
        c_->reply(1);
      co_await aio::tick();
    }
  }
  aio::task<> by_size_for_log() {
    log_line(int(v_.size()));
    co_await aio::tick();
    v_.push_back(1);
  }
  aio::task<> by_deadline(int now) {
    if (now < last_)
      co_return;
    co_await aio::tick();
    last_ = now + 5;
  }
  // The whole question again: the first operand alone may decide it, before and after.
  aio::task<> by_compound(std::string name, int k) {
    if (name.empty() && !m_.contains(k))
      co_return;
    co_await lock_.scoped_lock();
    if (name.empty() && !m_.contains(k))
      co_return;
    m_[k] = 1;
  }
  aio::task<> by_compound_or(bool force, int k) {
    if (force || m_.contains(k)) {
      co_await aio::tick();
      if (force || m_.contains(k))
        ++m_[k];
    }
  }
  aio::task<> by_compound_of_members() {
    if (!closed_ && !(c_ && flag_))
      co_return;
    co_await aio::tick();
    if (!closed_ && !(c_ && flag_))
      co_return;
    log_line(c_ ? c_->id : 0);
  }
  void on_gone() {
    c_ = nullptr;
    closed_ = true;
    n_ = 0;
    last_ = 0;
    state_ = state::idle;
    v_.clear();
    m_.clear();
    s_.reset();
    u_.reset();
    o_.reset();
    flag_ = false;
  }
};
