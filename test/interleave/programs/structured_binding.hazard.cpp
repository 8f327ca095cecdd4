// VERDICT: breaks: used after the end of its life
// Names bound to the entry of a map are used after a wait in which the entry may be erased.
#include "interleave.h"

#include <map>

namespace structured_binding::hazard {
using namespace interleave;

class device_table {
public:
  void plug(int port) { polls_.emplace(port, 0); }
  task<void> poll_all() {
    for (auto &[port, polls] : polls_) {
      co_await poll(port);
      polls += 1; // EXPECT: async-invalidated-reference
    }
  }
  task<void> unplug(int port) {
    co_await delay();
    polls_.erase(port);
  }
  task<void> run(int port) { co_await when_all(poll_all(), unplug(port)); }
  std::size_t plugged() const { return polls_.size(); }

private:
  task<void> poll(int) { co_await delay(); }

  std::map<int, tracked<int>> polls_;
};

task<int> program() {
  device_table usb;
  usb.plug(1);
  co_await usb.run(1);
  co_return int(usb.plugged());
}
const registration registered(program);
} // namespace structured_binding::hazard
