// A small program with most places a suspension can stand in: an input for mutants.py.
#include <coroutine>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int) { return {}; }
    void return_value(int) {}
    void unhandled_exception() {}
  };
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<>) const {}
  int await_resume() const { return 0; }
};

class Session {
public:
  Task run(std::string name) {
    std::unique_lock lock(mutex_, std::defer_lock);
    if (lock.try_lock(); int left = co_await read())
      co_return left;
    for (auto &[key, value] : cache_) {
      value = co_await read() + value;
      if (value > 3)
        continue;
      lock.unlock();
    }
    try {
      while (co_await read() > 0) {
        std::scoped_lock both(mutex_, other_);
        counter_ = counter_ + co_await write(std::move(name), co_await read());
      }
    } catch (const std::string &) {
      counter_ = 0;
    }
    co_yield counter_;
    auto again = [this, &lock](auto &&...args) -> Task {
      std::lock_guard guard{other_};
      co_return co_await write(args...);
    };
    co_return co_await again(name, 1) ? co_await read() : 2;
  }

private:
  Task read();
  Task write(std::string text, int count);

  std::mutex mutex_, other_;
  std::map<std::string, int> cache_;
  std::optional<Task> pending_;
  int counter_ = 0;
};

template <typename Lock> Task generic(Lock &mutex, std::vector<Task> tasks) {
  switch (std::lock_guard<Lock> guard(mutex); tasks.size()) {
  case 0:
    co_return 0;
  default:
    for (Task &task : tasks)
      co_await task;
  }
  co_return co_await tasks.front();
}

Task use(std::mutex &mutex) { return generic(mutex, {}); }
