// RUN: %check_async %s async-stale-state %t

// All who change a member hold a lock, except one.

#include "sync.h"
#include <map>
#include <memory>
#include <vector>

struct page {
  bool open = true;
};
aio::task<std::shared_ptr<page>> print(int number);
aio::task<> dry(std::shared_ptr<page> p);

class book {
  aio::mutex turning_;
  std::vector<std::shared_ptr<page>> pages_;

public:
  aio::task<> turn(int number) {
    auto turn = co_await turning_.scoped_lock();
    auto p = co_await print(number);
    pages_.push_back(p);
  }
  aio::task<> tidy(int number) {
    auto turn = co_await turning_.scoped_lock();
    co_await dry(pages_.back());
    pages_.push_back(co_await print(number));
  }
  aio::task<> turn_at_once(int number) {
    if (!pages_.empty())
      pages_.back()->open = false;
    auto p = co_await print(number);
    pages_.push_back(p);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'pages_' is changed without 'turning_', which all others hold who change it, and after this coroutine was suspended
  }
  // Looks only.
  aio::task<int> count() {
    int n = static_cast<int>(pages_.size());
    co_await aio::tick();
    co_return n;
  }
  // When it stops, the others have ended.
  aio::task<> stop() {
    for (auto &p : pages_)
      p->open = false;
    co_await aio::tick();
    pages_.clear();
  }
};

// The one without a lock is called by those who have it.
class diary {
  aio::mutex m_;
  std::map<int, int> days_;
  aio::task<> renew(int day) {
    int old = days_.count(day) ? 1 : 2;
    int now = co_await aio::number();
    days_[day] = now + old;
  }

public:
  aio::task<> write(int day) {
    auto lock = co_await m_.scoped_lock();
    days_[day] = co_await aio::number();
    co_await renew(day);
  }
  aio::task<> erase(int day) {
    auto lock = co_await m_.scoped_lock();
    co_await aio::tick();
    days_.erase(day);
  }
};

// Its lock comes from a helper or from a caller, or another one has none either.
class calendar {
  aio::mutex m_;
  std::vector<int> days_, free_;
  aio::task<aio::mutex::guard> locked();

public:
  aio::task<> add() {
    auto lock = co_await m_.scoped_lock();
    days_.push_back(co_await aio::number());
    free_.push_back(co_await aio::number());
  }
  aio::task<> add_two() {
    auto lock = co_await m_.scoped_lock();
    days_.push_back(co_await aio::number());
    free_.push_back(co_await aio::number());
  }
  aio::task<> by_a_helper() {
    auto lock = co_await locked();
    bool none = days_.empty();
    co_await aio::tick();
    days_.push_back(none);
  }
  aio::task<> by_its_caller(aio::mutex::guard lock) {
    bool none = days_.empty();
    co_await aio::tick();
    days_.push_back(none);
  }
  aio::task<> without() {
    bool none = free_.empty();
    int n = co_await aio::number();
    free_.push_back(n + none);
  }
  void on_holiday() { free_.push_back(0); }
};
