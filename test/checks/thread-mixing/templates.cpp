// RUN: %check_async %s async-thread-mixing %t

// Instantiations are analysed.

#include "tasks.h"

template <class T> class meter {
  T total_ = 0;

public:
  void on_request(T n) {
    aio::pool().post([this, n] { total_ += n; });
    // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'total_' is changed here, on a thread of a pool, without a lock in common with another thread that uses it
  }
  T total() const { return total_; }
};
template class meter<long>;
