// RUN: %check_async %s async-lock-across-suspension %t -expect-clean

// Ordinary code that must stay silent; the single forms are lock-matrix's matter.

#include "coroutine.h"
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <tuple>
#include <utility>

/// Threads put jobs in, a coroutine takes them out.
class job_queue {
public:
  void put(int job) {
    {
      std::lock_guard l(m_);
      jobs_.push_back(job);
    }
    ready_.notify_one();
  }
  int wait_and_take() {
    std::unique_lock l(m_);
    ready_.wait(l, [this] { return !jobs_.empty(); });
    const int job = jobs_.front();
    jobs_.pop_front();
    return job;
  }
  aio::task<int> run() {
    int done = 0;
    std::unique_lock l(m_);
    while (!stopping_) {
      if (jobs_.empty()) {
        l.unlock();
        co_await aio::tick();
        l.lock();
        continue;
      }
      const int job = jobs_.front();
      jobs_.pop_front();
      l.unlock();
      co_await aio::store(job);
      ++done;
      l.lock();
    }
    co_return done;
  }

private:
  std::mutex m_;
  std::condition_variable ready_;
  std::deque<int> jobs_;
  bool stopping_ = false;
};

/// Looks up under a shared lock, loads without one, stores under a unique one.
class cache {
public:
  aio::task<std::string> get(int key) {
    {
      std::shared_lock l(m_);
      if (auto it = entries_.find(key); it != entries_.end())
        co_return it->second;
    }
    std::string loaded = co_await aio::fetch<std::string>();
    std::unique_lock l(m_);
    co_return entries_.emplace(key, std::move(loaded)).first->second;
  }
  aio::task<> refresh_all() {
    for (int key : keys()) {
      auto loaded = co_await aio::fetch<std::string>();
      std::lock_guard l(m_);
      entries_[key] = std::move(loaded);
    }
  }
  std::deque<int> keys() {
    std::shared_lock l(m_);
    std::deque<int> all;
    for (auto &[key, value] : entries_)
      all.push_back(key);
    return all;
  }

private:
  std::shared_mutex m_;
  std::map<int, std::string> entries_;
};

/// Holds an async mutex across suspensions, a thread's only between them.
class connection {
public:
  aio::task<> send(int message) {
    auto turn = co_await turn_.scoped_lock();
    co_await aio::store(message);
    std::lock_guard l(m_);
    ++sent_;
  }
  aio::task<> close() {
    std::optional<std::unique_lock<std::mutex>> l(std::in_place, m_);
    const bool first = !std::exchange(closed_, true);
    l.reset();
    if (first)
      co_await aio::tick();
  }
  aio::task<> later(std::function<void(std::function<void()>)> post) {
    post([this] {
      std::lock_guard l(m_);
      ++sent_;
    });
    co_await aio::tick();
  }
  // Both ways out of the try block let go.
  aio::task<bool> try_twice() {
    for (int attempt = 0; attempt < 2; ++attempt) {
      std::unique_lock l(m_, std::try_to_lock);
      if (l) {
        ++sent_;
        co_return true;
      }
      co_await aio::tick();
    }
    co_return false;
  }

private:
  aio::mutex turn_;
  std::mutex m_;
  int sent_ = 0;
  bool closed_ = false;
};

// Correlated conditions: where it was locked it is unlocked.
aio::task<> correlated(std::mutex &m, const bool wanted) {
  if (wanted)
    m.lock();
  if (wanted)
    m.unlock();
  co_await aio::tick();
}

// A guard whose fate is out of sight: another function may have unlocked it.
void hand_over(std::unique_lock<std::mutex> &l);
aio::task<> handed_over(std::mutex &m) {
  std::unique_lock l(m);
  hand_over(l);
  co_await aio::tick();
}

// Not a coroutine, though it makes one.
aio::task<> forward(std::mutex &m, connection &c) {
  std::lock_guard l(m);
  return c.send(1);
}

aio::task<> suppressed(std::mutex &m) {
  std::lock_guard l(m); // NOLINT(async-lock-across-suspension): single-threaded tests only
  co_await aio::tick();
}

/// The lock is a part of what a helper returns, and is given back.
class gallery {
  std::mutex m_;
  int pictures_ = 0;
  std::pair<std::unique_lock<std::mutex>, const int &> view() {
    return {std::unique_lock(m_), pictures_};
  }
  std::tuple<int, std::unique_lock<std::mutex>> open();

  aio::task<> by_its_scope() {
    int n = 0;
    {
      auto [lock, pictures] = view();
      n = pictures;
    }
    co_await aio::tick();
    pictures_ = n;
  }
  aio::task<> by_hand() {
    auto [lock, pictures] = view();
    lock.unlock();
    co_await aio::tick();
  }
  aio::task<> by_get() {
    auto both = open();
    std::get<1>(both).unlock();
    co_await aio::tick();
  }
  aio::task<> after_a_move() {
    auto [n, lock] = open();
    auto mine = std::move(lock);
    mine.unlock();
    co_await aio::tick();
  }
};
