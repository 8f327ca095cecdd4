
// The threshold: what the check finds is likely, none of it definite.

#include "tasks.h"

class meter {
  long total_ = 0;

public:
  void on_request(long n) {
    aio::pool().post([this, n] { total_ += n; }); 
  }
  long total() const { return total_; }
};
