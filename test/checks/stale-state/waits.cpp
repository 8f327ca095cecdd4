// RUN: %check_async %s async-stale-state %t

// What a wait was for, and sizes that were read before.

#include "coroutine.h"
#include "tasks.h"
#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <vector>

struct condition {
  aio::task<> wait();
  template <class P> aio::task<> wait(P until) {
    while (!until())
      co_await wait();
  }
  void notify_all();
};
aio::task<> carry(int what);

class two_workers {
  aio::task<> worker() {
    while (true) {
      co_await arrived_.wait([this] { return !jobs_.empty(); });
      auto turn = co_await turn_.scoped_lock();
      int job = jobs_.front();
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'jobs_' may no longer be what it was when it was checked
      jobs_.pop_front();
      co_await carry(job);
    }
  }
  aio::task<> asks_again() {
    while (true) {
      co_await arrived_.wait([this] { return !jobs_.empty(); });
      auto turn = co_await turn_.scoped_lock();
      if (jobs_.empty())
        continue;
      jobs_.pop_front();
    }
  }
  // Nothing in between.
  aio::task<> takes_at_once() {
    while (true) {
      co_await arrived_.wait([this] { return !jobs_.empty(); });
      int job = jobs_.front();
      jobs_.pop_front();
      co_await carry(job);
    }
  }
  condition arrived_;
  aio::mutex turn_;
  std::deque<int> jobs_;

public:
  two_workers() {
    for (int i = 0; i < 2; ++i) {
      aio::spawn(worker());
      aio::spawn(asks_again());
      aio::spawn(takes_at_once());
    }
  }
  void add(int job) {
    jobs_.push_back(job);
    arrived_.notify_all();
  }
};

aio::task<> send_header(std::size_t rows);

class table {
  std::vector<std::string> rows_;
  std::map<std::size_t, int> marks_;

public:
  aio::task<std::string> sent() {
    const std::size_t n = rows_.size();
    co_await send_header(n);
    std::string out;
    for (std::size_t i = 0; i < n; ++i)
      out += rows_[i];
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: elements of 'rows_' are taken here up to a size that it had before
    co_return out;
  }
  aio::task<std::string> asked_again() {
    co_await send_header(rows_.size());
    std::string out;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      out += rows_[i];
    co_return out;
  }
  aio::task<std::string> copied() {
    const std::vector<std::string> rows = rows_;
    co_await send_header(rows.size());
    std::string out;
    for (std::size_t i = 0; i < rows.size(); ++i)
      out += rows[i];
    co_return out;
  }
  void on_trim(std::size_t keep) {
    if (rows_.size() > keep)
      rows_.resize(keep);
  }
};

// It only grows.
class log {
  std::vector<std::string> rows_;

public:
  aio::task<std::string> sent() {
    const std::size_t n = rows_.size();
    co_await send_header(n);
    std::string out;
    for (std::size_t i = 0; i < n; ++i)
      out += rows_[i];
    co_return out;
  }
  void on_row(std::string row) { rows_.push_back(row); }
};
