// RUN: %check_async -check-suffixes=PLAIN %s async-redundant-channel %t
// RUN: %check_async -check-suffixes=PLAIN,MODEL %s async-redundant-channel %t -- \
// RUN:   -config='{CheckOptions: {ModelFiles: "%S/Inputs/vendor.yaml"}}'
// RUN: %check_async -expect-clean %S/Inputs/definite.cpp async-redundant-channel %t -- \
// RUN:   -config='{CheckOptions: {Confidence: definite}}'

#include "channel.h"

namespace vendor {
/// That it is a channel cannot be seen.
class belt {
public:
  aio::pause<> lay(int);
  aio::pause<int> grab();
};
} // namespace vendor

aio::task<int> known_to_the_model() {
  vendor::belt b;
  // CHECK-MESSAGES-MODEL: :[[@LINE-1]]:16: warning: 'b' is filled and drained
  co_await b.lay(1);
  co_return co_await b.grab();
}
aio::task<int> known_by_shape() {
  aio::channel<int> c;
  // CHECK-MESSAGES-PLAIN: :[[@LINE-1]]:21: warning: 'c' is filled and drained
  co_await c.push(1);
  co_return co_await c.pop();
}
