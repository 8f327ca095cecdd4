// What the code blocks of docs/checks/lock-across-suspension.md take for granted.
#pragma once
#include "coroutine.h"
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

using aio::task;
using async_mutex = aio::mutex;
struct message {
  int id;
};
task<message> receive();
task<> send(message m);
task<std::string> load(int id);
task<> write_line(std::string line);

namespace vendor {
class big_lock {
public:
  int grab();
  int drop();
};
class hold {
public:
  explicit hold(big_lock &l);
  ~hold();
};
struct inline_result : aio::pause<int> {};
} // namespace vendor
task<> flush_locked(std::deque<message> &q);
