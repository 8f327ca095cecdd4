// VERDICT: holds
// The stream is found again by its number.
#include "interleave.h"

#include <map>

namespace pointer_in_catch::remedy {
using namespace interleave;

struct broken {};

struct stream {
  tracked<bool> stopped = false;
};

class connection {
public:
  void open(int id) { streams_.emplace(id, stream()); }
  task<void> receive(int id) {
    if (!streams_.contains(id))
      co_return;
    try {
      co_await read(id);
    } catch (const broken &) {
      if (auto it = streams_.find(id); it != streams_.end())
        it->second.stopped = true;
      ++failed_;
    }
  }
  task<void> on_reset(int id) {
    co_await delay();
    streams_.erase(id);
  }
  task<void> run(int id) { co_await when_all(receive(id), on_reset(id)); }
  int failed() const { return failed_; }

private:
  task<void> read(int) {
    co_await delay();
    throw broken();
  }

  std::map<int, stream> streams_;
  int failed_ = 0;
};

task<int> program() {
  connection c;
  c.open(5);
  co_await c.run(5);
  co_return c.failed();
}
const registration registered(program);
} // namespace pointer_in_catch::remedy
