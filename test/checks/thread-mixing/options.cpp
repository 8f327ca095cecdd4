// RUN: %check_async %s async-thread-mixing %t
// RUN: %check_async -expect-clean %S/Inputs/same.cpp async-thread-mixing %t -- -config='{CheckOptions: {Confidence: definite}}'

// The threshold: what the check finds is likely, none of it definite.

#include "tasks.h"

class meter {
  long total_ = 0;

public:
  void on_request(long n) {
    aio::pool().post([this, n] { total_ += n; });
    // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'total_' is changed here, on a thread of a pool, without a lock in common with another thread that uses it
  }
  long total() const { return total_; }
};
