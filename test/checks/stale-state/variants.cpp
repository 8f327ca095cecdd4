// RUN: %check_async %s async-stale-state %t

// Which alternative a variant holds is checked before a suspension, and it is taken for that after it.

#include "coroutine.h"
#include <string>
#include <utility>
#include <variant>

struct idle {};
struct busy {
  int job = 0;
};
struct broken {
  std::string why;
};
void show(int job);

class machine {
  std::variant<idle, busy, broken> now_;

public:
  aio::task<> asked_by_type() {
    if (std::holds_alternative<busy>(now_)) {
      co_await aio::tick();
      show(std::get<busy>(now_).job);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'now_' may no longer be what it was when it was checked
    }
  }
  void on_fault(std::string why) { now_ = broken{why}; }
};

class by_index {
  std::variant<idle, busy, broken> now_;

public:
  aio::task<> asked() {
    if (now_.index() != 1)
      co_return;
    co_await aio::tick();
    show(std::get<1>(now_).job);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'now_' may no longer be what it was when it was checked
  }
  void on_done() { now_.emplace<idle>(); }
};

// --- Nothing to report ------------------------------------------------------------------

class asked_again {
  std::variant<idle, busy, broken> now_;

public:
  aio::task<> by_type() {
    if (!std::holds_alternative<busy>(now_))
      co_return;
    co_await aio::tick();
    if (std::holds_alternative<busy>(now_))
      show(std::get<busy>(now_).job);
  }
  aio::task<> by_pointer() {
    if (!std::holds_alternative<busy>(now_))
      co_return;
    co_await aio::tick();
    if (auto *b = std::get_if<busy>(&now_))
      show(b->job);
  }
  void on_fault(std::string why) { now_ = broken{why}; }
};

// It stays what it was.
class same_alternative {
  std::variant<idle, busy> now_;

public:
  aio::task<> asked() {
    if (!std::holds_alternative<busy>(now_))
      co_return;
    co_await aio::tick();
    show(std::get<busy>(now_).job);
  }
  void on_job(int n) { now_ = busy{n}; }
  void on_other_job(int n) { now_.emplace<busy>().job = n; }
};
