// What the code blocks of docs/checks/invalidated-reference.md take for granted.
#pragma once
#include "coroutine.h"
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using aio::task;
struct session {
  bool greeted = false;
  task<> send(std::string line);
  void set_name(std::string name);
};
task<std::string> ask_name();
