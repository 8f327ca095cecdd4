// RUN: %check_async %s async-stale-state %t

// A container is cleared, and filled again one wait at a time.

#include "coroutine.h"
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

aio::task<int> resolve(std::string name);
aio::task<std::vector<int>> page(int number);
void detach(aio::task<> t);
void refuse(int guest);

// Who looks something up meanwhile does not find what was there all the time.
class looked_up_meanwhile {
  std::set<int> allowed_;

public:
  aio::task<> reload(std::vector<std::string> names) {
    allowed_.clear();
    for (auto &name : names) {
      int id = co_await resolve(name);
      allowed_.insert(id);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'allowed_' is filled again one wait at a time after it was cleared
    }
  }
  void on_guest(int guest) {
    if (!allowed_.contains(guest))
      refuse(guest);
  }
};

// Two of them at a time fill it twice.
class filled_twice {
  std::vector<int> rows_;

public:
  void on_filter(int) { detach(fill()); }

private:
  aio::task<> fill() {
    rows_.clear();
    for (int n = 0; n != 3; ++n) {
      auto more = co_await page(n);
      rows_.insert(rows_.end(), more.begin(), more.end());
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'rows_' is filled again one wait at a time after it was cleared
    }
  }
};

// --- Nothing to report ------------------------------------------------------------------

class exchanged_in_one_step {
  std::set<int> allowed_;

public:
  aio::task<> reload(std::vector<std::string> names) {
    std::set<int> fresh;
    for (auto &name : names)
      fresh.insert(co_await resolve(name));
    allowed_.clear();
    allowed_ = std::move(fresh);
  }
  void on_guest(int guest) {
    if (!allowed_.contains(guest))
      refuse(guest);
  }
};

class kept_out_while_loading {
  std::set<int> allowed_;
  bool loading_ = false;

public:
  aio::task<> reload(std::vector<std::string> names) {
    loading_ = true;
    allowed_.clear();
    for (auto &name : names)
      allowed_.insert(co_await resolve(name));
    loading_ = false;
  }
  void on_guest(int guest) {
    if (loading_)
      return;
    if (!allowed_.contains(guest))
      refuse(guest);
  }
};

// One at a time.
class only_one_fills {
  std::vector<int> rows_;
  bool filling_ = false;

public:
  void on_filter(int) { detach(fill()); }

private:
  aio::task<> fill() {
    if (filling_)
      co_return;
    filling_ = true;
    rows_.clear();
    for (int n = 0; n != 3; ++n) {
      auto more = co_await page(n);
      rows_.insert(rows_.end(), more.begin(), more.end());
    }
    filling_ = false;
  }
};

// The newest one goes on, the others leave.
class the_newest_wins {
  std::vector<int> rows_;
  int round_ = 0;

public:
  void on_filter(int) { detach(fill()); }

private:
  aio::task<> fill() {
    const int mine = ++round_;
    rows_.clear();
    for (int n = 0; n != 3; ++n) {
      auto more = co_await page(n);
      if (mine != round_)
        co_return;
      rows_.insert(rows_.end(), more.begin(), more.end());
    }
  }
};

// A buffer that is emptied in every round.
class emptied_in_each_round {
  std::vector<int> buffer_;

public:
  aio::task<> run() {
    for (;;) {
      buffer_.clear();
      auto more = co_await page(0);
      buffer_.insert(buffer_.end(), more.begin(), more.end());
    }
  }
  bool has(std::size_t n) const { return buffer_.size() > n; }
};
