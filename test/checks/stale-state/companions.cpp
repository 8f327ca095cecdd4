// RUN: %check_async %s async-stale-state %t

// Members that somebody else changes in one step: one of them was checked, the other one is built on
// after the suspension.

#include "coroutine.h"
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

struct connection {
  void reply(int code);
  aio::task<int> ask(int question);
};
aio::task<std::shared_ptr<connection>> connect();

struct added_after_all_were_given_up {
  bool closed_ = false;
  std::vector<std::shared_ptr<connection>> open_;
  aio::task<> join() {
    if (closed_)
      co_return;
    auto c = co_await connect();
    open_.push_back(c);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'open_' is used here as if 'closed_' were still what it was when it was checked
  }
  void on_shutdown() {
    closed_ = true;
    open_.clear();
  }
};

struct used_after_it_was_given_up {
  enum class state { off, on };
  state state_ = state::off;
  std::unique_ptr<connection> c_;
  aio::task<> ping() {
    if (state_ != state::on)
      co_return;
    co_await aio::tick();
    c_->reply(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'c_' is used here as if 'state_' were still what it was when it was checked
  }
  void on_lost() {
    state_ = state::off;
    c_.reset();
  }
};

// --- Nothing to report ------------------------------------------------------------------

struct asked_again_after {
  bool closed_ = false;
  std::vector<std::shared_ptr<connection>> open_;
  aio::task<> join() {
    if (closed_)
      co_return;
    auto c = co_await connect();
    if (closed_)
      co_return;
    open_.push_back(c);
  }
  void on_shutdown() {
    closed_ = true;
    open_.clear();
  }
};

// Who closes leaves the other member alone.
struct only_the_flag_is_set {
  bool closed_ = false;
  std::vector<int> seen_;
  aio::task<> note() {
    if (closed_)
      co_return;
    seen_.push_back(co_await aio::number());
  }
  void on_shutdown() { closed_ = true; }
  void forget() { seen_.clear(); }
};

// What is waited for ends with it.
struct the_wait_is_cancelled {
  struct acceptor {
    aio::task<std::shared_ptr<connection>> accept();
    void close();
  };
  acceptor acceptor_;
  bool closed_ = false;
  std::vector<std::shared_ptr<connection>> open_;
  aio::task<> run() {
    while (!closed_) {
      auto c = co_await acceptor_.accept();
      open_.push_back(c);
    }
  }
  void on_shutdown() {
    closed_ = true;
    acceptor_.close();
    open_.clear();
  }
};

// Giving it up a second time does nothing.
struct given_up_twice {
  bool closed_ = false;
  std::vector<int> open_;
  std::unique_ptr<connection> c_;
  aio::task<> leave() {
    if (closed_)
      co_return;
    co_await aio::tick();
    open_.clear();
    c_ = nullptr;
  }
  void on_shutdown() {
    closed_ = true;
    open_.clear();
    c_.reset();
  }
};

// Opening it is no reason not to go on.
struct the_other_way_round {
  bool closed_ = false;
  std::vector<int> open_;
  aio::task<> join() {
    if (closed_)
      co_return;
    co_await aio::tick();
    open_.push_back(1);
  }
  void on_open() {
    closed_ = false;
    open_.clear();
  }
};
