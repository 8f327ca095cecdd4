// What the code blocks of the page take for granted.
#pragma once
#include "sync.h"
#include <deque>
#include <string>
#include <utility>
#include <vector>

using aio::task;
using async_mutex = aio::mutex;
using async_shared_mutex = aio::shared_mutex;
using condition = aio::condition;
using event = aio::event;
struct message {
  int id;
};
task<> send(message m);
task<> save(std::string text);
task<> clean_up();
struct answer {
  bool done;
};
task<answer> look_up(int order);
