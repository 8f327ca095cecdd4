// VERDICT: holds
// The loop runs over a copy of the keys and finds each entry again.
#include "interleave.h"

#include <map>

namespace structured_binding::remedy {
using namespace interleave;

class device_table {
public:
  void plug(int port) { polls_.emplace(port, 0); }
  task<void> poll_all() {
    std::vector<int> ports;
    for (const auto &entry : polls_)
      ports.push_back(entry.first);
    for (int port : ports) {
      co_await poll(port);
      if (auto it = polls_.find(port); it != polls_.end())
        it->second += 1;
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
} // namespace structured_binding::remedy
