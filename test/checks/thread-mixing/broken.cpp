// RUN: %check_async %s async-thread-mixing %t

// Code as it looks while it is typed: what is whole is still judged.

#include "tasks.h"

class meter {
  long total_ = 0;
  missing gone_;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: error: unknown type name 'missing'

public:
  void on_request(long n) {
    aio::pool().post([this, n] { total_ += n; });
    // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'total_' is changed here, on a thread of a pool, without a lock in common with another thread that uses it
  }
  void on_more(long n) { aio::pool().post([n] { (void)(nowhere + n); }); }
  // CHECK-MESSAGES: :[[@LINE-1]]:56: error: use of undeclared identifier 'nowhere'
  long total() const { return total_; }
};
