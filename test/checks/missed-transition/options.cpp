// RUN: %check_async %s async-missed-transition %t
// RUN: %check_async -check-suffixes=,POSSIBLE %s async-missed-transition %t -- -config='{CheckOptions: {Confidence: possible}}'
// RUN: %check_async -check-suffixes=NONE -expect-clean %s async-missed-transition %t -- -config='{CheckOptions: {async-missed-transition.Confidence: definite}}'
// RUN: %check_async -check-suffixes=,MODEL %s async-missed-transition %t -- -config='{CheckOptions: {ModelFiles: "%S/Inputs/vendor.yaml"}}'

#include "sync.h"

namespace vendor {
/// Without a model nothing says that hear() waits.
class bell {
public:
  aio::task<> hear();
  void notify_all();
};
} // namespace vendor
aio::task<bool> connected();

struct desk {
  aio::condition changed_;
  vendor::bell bell_;
  bool ready_ = false;
  bool busy_ = false;
  void on_ready() {
    ready_ = true;
    changed_.notify_all();
    bell_.notify_all();
  }
  aio::task<> with_a_witness() {
    while (!ready_) {
      co_await aio::tick();
      co_await changed_.wait();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits for ever
    }
  }
  aio::task<> asked_once() {
    bool up = co_await connected();
    if (!up)
      co_await changed_.wait();
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:7: warning: this waits for ever
  }
  aio::task<> work() {
    co_await aio::tick();
    busy_ = true;
    busy_ = false;
  }
  aio::task<> until_busy() {
    co_await changed_.wait([this] { return busy_ == true; });
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:5: warning: this waits until 'busy_' has one value
  }
  aio::task<> modelled() {
    while (!ready_) {
      co_await aio::tick();
      co_await bell_.hear();
      // CHECK-MESSAGES-MODEL: :[[@LINE-1]]:7: warning: this waits for ever
    }
  }
};

// A number that passes through zero in one step: the waiter may wait for the next time, or for none.
struct stalls {
  aio::condition changed_;
  int open_ = 0;
  void opened() { ++open_; }
  void closed() {
    if (--open_ == 0)
      changed_.notify_all();
  }
  void moved() {
    closed();
    opened();
  }
  aio::task<> until_none() {
    co_await changed_.wait([this] { return open_ == 0; });
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:5: warning: this waits until 'open_' has one value
  }
};
struct careful_stalls {
  aio::condition changed_;
  int open_ = 0;
  void opened() { ++open_; }
  void closed() {
    if (--open_ == 0)
      changed_.notify_all();
  }
  void moved() {
    opened();
    closed();
  }
  aio::task<> until_none() {
    co_await changed_.wait([this] { return open_ == 0; });
  }
};
