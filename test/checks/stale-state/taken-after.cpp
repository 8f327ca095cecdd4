// RUN: %check_async %s async-stale-state %t

// An element is looked at at one end, and taken away there after a suspension; a condition is waited
// for once; an entry is written out, and then given up with what came in since.

#include "coroutine.h"
#include <deque>
#include <map>
#include <queue>
#include <stack>
#include <string>
#include <utility>
#include <vector>

struct condition {
  aio::pause<> wait();
  void notify_one();
  void notify_all();
};
aio::task<> print_page(int page);
aio::task<> write_out(std::string text);

// A more urgent one comes in.
class heap_top {
  std::priority_queue<int> due_;

public:
  aio::task<> run() {
    while (true) {
      if (due_.empty())
        co_return;
      const int next = due_.top();
      co_await print_page(next);
      due_.pop();
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: this takes away from 'due_' what need not be the element that was looked at before this coroutine was suspended
    }
  }
  void on_request(int page) { due_.push(page); }
};

// Both work at the same end.
class last_in {
  std::vector<int> open_;
  std::stack<int> undo_;

public:
  aio::task<> close_last() {
    int page = open_.back();
    co_await print_page(page);
    open_.pop_back();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: this takes away from 'open_' what need not be
  }
  aio::task<> undo() {
    co_await print_page(undo_.top());
    undo_.pop();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: this takes away from 'undo_' what need not be
  }
  void on_open(int page) { open_.push_back(page); }
  void on_edit(int page) { undo_.push(page); }
};

// Who is in a hurry goes to the front.
class front_of_the_line {
  std::deque<int> line_;

public:
  aio::task<> serve() {
    int next = line_.front();
    co_await print_page(next);
    line_.pop_front();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: this takes away from 'line_' what need not be
  }
  void on_hurry(int page) { line_.push_front(page); }
};

// Many are woken for what is enough for one.
class woken_and_not_asked {
  int free_ = 2;
  condition freed_;

public:
  aio::task<> take() {
    if (free_ == 0)
      co_await freed_.wait();
    --free_;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'free_' need not be what this coroutine waited for
  }
  void give(int n) {
    free_ += n;
    freed_.notify_all();
  }
};
class woken_for_a_job {
  std::deque<int> jobs_;
  condition arrived_;

public:
  aio::task<int> next() {
    if (jobs_.empty()) {
      co_await arrived_.wait();
    }
    int job = jobs_.front();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'jobs_' need not be what this coroutine waited for
    jobs_.pop_front();
    co_return job;
  }
  void add(int job) {
    jobs_.push_back(job);
    arrived_.notify_all();
  }
};

// What is added to an entry while it is written out goes with it.
class entry_given_up {
  std::map<int, std::string> drafts_;

public:
  aio::task<> save(int document) {
    co_await write_out(drafts_.at(document));
    drafts_.erase(document);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: what was added to 'drafts_[...]' while this coroutine was suspended is lost here
  }
  void on_key(int document, char c) { drafts_[document].push_back(c); }
};

// --- Nothing to report ------------------------------------------------------------------

class taken_first {
  std::priority_queue<int> due_;
  std::vector<int> open_;

public:
  aio::task<> run() {
    while (!due_.empty()) {
      const int next = due_.top();
      due_.pop();
      co_await print_page(next);
    }
  }
  aio::task<> looked_at_again() {
    int page = open_.back();
    co_await print_page(page);
    if (!open_.empty() && open_.back() == page)
      open_.pop_back();
  }
  void on_request(int page) { due_.push(page); }
  void on_open(int page) { open_.push_back(page); }
};

// Those that come line up behind.
class the_other_end {
  std::deque<int> line_;
  std::queue<int> queue_;

public:
  aio::task<> serve() {
    while (!line_.empty()) {
      co_await print_page(line_.front());
      line_.pop_front();
    }
    while (!queue_.empty()) {
      co_await print_page(queue_.front());
      queue_.pop();
    }
  }
  void on_arrival(int page) {
    line_.push_back(page);
    queue_.push(page);
  }
};

class woken_and_asked {
  int free_ = 2;
  condition freed_;

public:
  aio::task<> take() {
    while (free_ == 0)
      co_await freed_.wait();
    --free_;
  }
  aio::task<> asked_once_more() {
    if (free_ == 0)
      co_await freed_.wait();
    if (free_ == 0)
      co_return;
    --free_;
  }
  // What is waited for is for everybody.
  aio::task<int> look() {
    if (free_ == 0)
      co_await freed_.wait();
    co_return free_;
  }
  void give(int n) {
    free_ += n;
    freed_.notify_all();
  }
};

// One consumer, woken one by one.
class one_consumer {
  std::deque<int> jobs_;
  condition arrived_;

public:
  aio::task<int> next() {
    if (jobs_.empty())
      co_await arrived_.wait();
    int job = jobs_.front();
    jobs_.pop_front();
    co_return job;
  }
  void add(int job) {
    jobs_.push_back(job);
    arrived_.notify_one();
  }
};

class entry_taken_out_first {
  std::map<int, std::string> drafts_;

public:
  aio::task<> save(int document) {
    std::string draft = std::move(drafts_[document]);
    drafts_.erase(document);
    co_await write_out(draft);
  }
  void on_key(int document, char c) { drafts_[document].push_back(c); }
};

// An entry is set up once, and nobody adds to it.
class entry_nobody_adds_to {
  std::map<int, std::string> names_;

public:
  aio::task<> remove(int document) {
    co_await write_out(names_.at(document));
    names_.erase(document);
  }
  void on_new(int document, std::string name) { names_.emplace(document, name); }
};
