// VERDICT: breaks: used after the end of its life
// A reference to the content of an optional is used after a wait in which the content may be
// reset.
#include "interleave.h"

#include <optional>

namespace optional_content::hazard {
using namespace interleave;

struct upstream {
  tracked<int> bytes = 0;
};

class relay {
public:
  void connect() { upstream_.emplace(); }
  task<void> forward(int size) {
    if (!upstream_)
      co_return;
    upstream &up = *upstream_;
    co_await encode(size);
    up.bytes += size; // EXPECT: async-invalidated-reference // ALSO: async-stale-state
    ++forwarded_;
  }
  task<void> on_timeout() {
    co_await delay();
    upstream_.reset();
  }
  task<void> run() { co_await when_all(forward(10), on_timeout()); }
  int forwarded() const { return forwarded_; }

private:
  task<void> encode(int) { co_await delay(); }

  std::optional<upstream> upstream_;
  int forwarded_ = 0;
};

task<int> program() {
  relay r;
  r.connect();
  co_await r.run();
  co_return r.forwarded();
}
const registration registered(program);
} // namespace optional_content::hazard
