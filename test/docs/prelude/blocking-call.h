// What the code blocks of docs/checks/blocking-call.md take for granted.
#pragma once
#include "coroutine.h"
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <future>
#include <mutex>
#include <string>
#include <thread>

using aio::task;
task<> write_line(std::string line);
task<bool> dial();
std::future<int> ask();
void read_all();
aio::pause<> turn();
class async_condition {
public:
  aio::pause<> wait();
  void notify_all();
};
class thread_pool {
public:
  aio::pause<> schedule();
};
class event_loop;
event_loop &main_loop();
aio::pause<> resume_on(event_loop &loop);

namespace vendor {
struct job {
  struct promise_type {
    job get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
};
} // namespace vendor
