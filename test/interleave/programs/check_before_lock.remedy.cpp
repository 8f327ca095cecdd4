// VERDICT: holds
// The token is looked at again under the lock.
#include "interleave.h"

namespace check_before_lock::remedy {
using namespace interleave;

class token_store {
public:
  task<int> token() {
    if (token_ != 0)
      co_return token_;
    auto turn = co_await refresh_.scoped_lock();
    if (token_ != 0)
      co_return token_;
    token_ = co_await log_in();
    co_return token_;
  }
  void revoke() { token_ = 0; }
  int logins() const { return logins_; }

private:
  task<int> log_in() {
    const int fresh = ++logins_;
    co_await delay();
    co_return fresh;
  }

  async_mutex refresh_;
  int token_ = 0;
  int logins_ = 0;
};

task<int> program() {
  token_store store;
  const auto tokens = co_await when_all(store.token(), store.token());
  check(tokens[0] == tokens[1], "the first caller's token was replaced");
  co_return store.logins();
}
const registration registered(program);
} // namespace check_before_lock::remedy
