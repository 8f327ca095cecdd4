// RUN: %check_async %s async-lock-across-suspension %t
// RUN: %check_async -check-suffixes=SET %s async-lock-across-suspension %t -- \
// RUN:   -config='{CheckOptions: {async-lock-across-suspension.LockTypes: "vendor::hold;vendor::section", \
// RUN:     async-lock-across-suspension.AllowedAwaitables: "vendor::inline_result;vendor::inline_of", \
// RUN:     async-lock-across-suspension.AllowedCallees: "vendor::flush_locked;vendor::log::append", \
// RUN:     Confidence: definite}}'
// RUN: %check_async -check-suffixes=MODEL %s async-lock-across-suspension %t -- \
// RUN:   -config='{CheckOptions: {ModelFiles: "%S/Inputs/vendor.yaml"}}'
// RUN: %check_async -check-suffixes=MODEL %s async-lock-across-suspension %t -- \
// RUN:   -config='{CheckOptions: {async-lock-across-suspension.ModelFiles: "%S/Inputs/vendor.yaml", Confidence: definite, \
// RUN:     async-lock-across-suspension.Confidence: likely}}'

#include "coroutine.h"
#include <mutex>

namespace vendor {
/// Neither its methods' names nor their types say that it is a lock.
class section {
public:
  int lock();
  int unlock();
  void enter();
  bool try_enter();
  void leave();
};
/// Its constructor and destructor are out of sight.
class hold {
public:
  explicit hold(section &s);
  ~hold();
};
struct inline_result : aio::pause<> {};
template <class T> struct inline_of : aio::pause<T> {};
aio::pause<> flush_locked();
struct log {
  aio::pause<> append(int line);
};
using quick = inline_of<int>;
} // namespace vendor

struct counter {
  std::mutex m_;
  vendor::section section_;
  vendor::log log_;
  int n_ = 0;

  aio::task<> always() {
    std::lock_guard<std::mutex> l(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    // CHECK-MESSAGES-SET: :[[@LINE-2]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    // CHECK-MESSAGES-MODEL: :[[@LINE-3]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    n_ = co_await aio::number();
  }
  aio::task<> lock_type_guard() {
    vendor::hold h(section_);
    // CHECK-MESSAGES-SET: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'h' on 'section_' is held
    // CHECK-MESSAGES-MODEL: :[[@LINE-2]]:{{[0-9]+}}: warning: lock 'h' on 'section_' is held
    n_ = co_await aio::number();
  }
  aio::task<> lock_type_mutex() {
    section_.lock();
    // CHECK-MESSAGES-SET: :[[@LINE-1]]:{{[0-9]+}}: warning: 'section_' is locked here and still held
    n_ = co_await aio::number();
    section_.unlock();
  }
  aio::task<> lock_type_unlocked() {
    section_.lock();
    ++n_;
    section_.unlock();
    co_await aio::tick();
  }
  aio::task<> modelled_mutex() {
    if (!section_.try_enter())
      // CHECK-MESSAGES-MODEL: :[[@LINE-1]]:{{[0-9]+}}: warning: 'section_' is locked here and still held
      co_return;
    n_ = co_await aio::number();
    section_.leave();
  }
  aio::task<> modelled_unlocked() {
    section_.enter();
    ++n_;
    section_.leave();
    co_await aio::tick();
  }

  aio::task<> allowed_awaitable() {
    std::lock_guard<std::mutex> l(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    // CHECK-MESSAGES-MODEL: :[[@LINE-2]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    co_await vendor::inline_result{};
    ++n_;
  }
  aio::task<> allowed_template() {
    std::lock_guard<std::mutex> l(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    n_ = co_await vendor::quick{};
  }
  aio::task<> allowed_and_another() {
    std::lock_guard<std::mutex> l(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    // CHECK-MESSAGES-SET: :[[@LINE-2]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    // CHECK-MESSAGES-SET: :[[@LINE+2]]:{{[0-9]+}}: note: suspended here
    // CHECK-MESSAGES-MODEL: :[[@LINE-4]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    n_ = co_await vendor::quick{} + co_await aio::number();
  }
  aio::task<> allowed_callee() {
    std::lock_guard<std::mutex> l(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    // CHECK-MESSAGES-MODEL: :[[@LINE-2]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    ++n_;
    co_await vendor::flush_locked();
    ++n_;
  }
  aio::task<> allowed_method() {
    std::lock_guard<std::mutex> l(m_);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    // CHECK-MESSAGES-MODEL: :[[@LINE-2]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    co_await log_.append(n_);
  }

  // Nobody asked whether it was locked: likely, not definite.
  aio::task<> unasked() {
    std::unique_lock<std::mutex> l(m_, std::try_to_lock);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    // CHECK-MESSAGES-MODEL: :[[@LINE-2]]:{{[0-9]+}}: warning: lock 'l' on 'm_' is held
    n_ = co_await aio::number();
  }
};
