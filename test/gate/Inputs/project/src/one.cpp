#include "cache.h"

namespace app {
aio::task<> lone(std::mutex &m) {
  std::lock_guard<std::mutex> hold(m);
  co_await aio::tick();
}
} // namespace app
