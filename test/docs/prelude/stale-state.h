// What the code blocks of docs/checks/stale-state.md take for granted.
#pragma once
#include "coroutine.h"
#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using aio::task;
using async_mutex = aio::mutex;
struct message {
  int id;
};
struct connection {
  task<> write(message m);
  void touch();
};
task<int> encode(message m);
task<bool> pay(int seat);
task<int> next_deposit();
task<std::string> log_in();
task<std::vector<int>> fetch_numbers();
void unlock(int key);
task<> save(std::string text);
task<> dial();
task<> write_all(const std::vector<message> &all);
