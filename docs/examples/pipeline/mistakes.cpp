// The pipeline as it looks when it is written with threads in mind. Each of these is a mistake;
// pipeline.cpp does without.
#include "loop.h"
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

using namespace std::chrono_literals;

loop::task<std::string> fetch(std::string url) {
  co_await loop::sleep_for{1ms};
  co_return url;
}

// A lock around what is one step anyway.
class shared_counter {
public:
  loop::task<int> increment() {
    auto turn = co_await turn_.lock(); // planted: async-redundant-lock there is one thread
    co_return ++value_;
  }

private:
  loop::mutex turn_;
  int value_ = 0;
};

// State that is half changed while others run.
class connection {
public:
  enum class state { disconnected, connected, closed };

  loop::task<> connect() {
    if (state_ != state::disconnected)
      co_return;
    co_await fetch("handshake");
    state_ = state::connected; // planted: async-stale-state dropped meanwhile
  }
  void on_dropped() { state_ = state::closed; }

private:
  state state_ = state::disconnected;
};

// Several tasks fill one vector: in which order, and is it still there?
loop::task<> fetch_and_append(std::vector<std::string> &results,
                              std::string url) {
  std::string page = co_await fetch(std::move(url));
  results.push_back(page);
}
loop::task<int> fetch_two(std::string a, std::string b) {
  std::vector<std::string> results;
  loop::spawn(fetch_and_append(results, a)); // planted: async-unjoined-task the vector may be gone when they end
  loop::spawn(fetch_and_append(results, b)); // planted: async-unjoined-task the same
  co_await loop::sleep_for{5ms};
  co_return static_cast<int>(results.size());
}

// Mistake 1: a thread's lock is held while the coroutine waits.
std::mutex registry_lock;
std::map<std::string, std::string> registry;
loop::task<> register_page(std::string url) {
  std::lock_guard<std::mutex> lock(registry_lock); // planted: async-lock-across-suspension the next one who wants it blocks the loop
  registry[url] = co_await fetch(url);
}

// Mistake 2: waiting for a state that may pass by, with a thread's condition, or by asking again.
class transition {
public:
  loop::task<> close() {
    state_ = "closing";
    changed_.notify_all();
    co_await fetch("goodbye");
    state_ = "closed";
    changed_.notify_all();
  }
  loop::task<> wait_for(std::string target) {
    std::unique_lock<std::mutex> lock(m_);
    changed_.wait(lock, [&] { return state_ == target; }); // planted: async-blocking-call who would change the state cannot run
    co_return;
  }

  loop::task<> poll_until_closing() {
    while (state_ != "closing")
      co_await loop::sleep_for{100ms}; // planted (later): async-missed-transition closed by then
  }

private:
  std::mutex m_;
  std::condition_variable changed_;
  std::string state_ = "open";
};

// Mistake 3: a queue between a task and itself.
loop::task<std::vector<std::string>>
fetch_sequential(std::vector<std::string> urls) {
  loop::channel<std::string> results; // planted: async-redundant-channel nothing runs beside the loop
  for (const std::string &url : urls)
    results.push(co_await fetch(url));
  results.close();
  std::vector<std::string> all;
  while (auto page = co_await results.pop())
    all.push_back(*page);
  co_return all;
}
