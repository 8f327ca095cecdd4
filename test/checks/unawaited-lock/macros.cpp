// RUN: %check_async %s async-unawaited-lock %t

// Found in macros too, and nothing is edited there.

#include "sync.h"

#define ASK(m) (m).scoped_lock()
#define HOLD(m) auto held = (m).scoped_lock()

struct shelf {
  aio::mutex m_;
  int n_ = 0;
  aio::task<> asked() {
    auto lock = ASK(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'm_' is not locked
    // CHECK-FIXES: {{^    auto lock = ASK\(m_\);$}}
    ++n_;
    co_await aio::tick();
  }
  aio::task<> held() {
    HOLD(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm_' is not locked
    // CHECK-FIXES: {{^    HOLD\(m_\);$}}
    ++n_;
    co_await aio::tick();
  }
};
