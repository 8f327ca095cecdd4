// RUN: %check_async %s async-stale-state %t

// What was passed on or taken out before a suspension is taken for all there is after it.

#include "coroutine.h"
#include <cstddef>
#include <deque>
#include <string>
#include <utility>
#include <vector>

struct condition {
  aio::pause<> wait();
  void notify_all();
};
struct viewer {
  void show(const std::string &event);
};
aio::task<> upload(std::vector<int> samples);
aio::task<> replay(viewer *to, std::vector<std::string> events);
aio::task<> work(int job);
aio::task<> shut_down();

// The mark jumps past what came in during the upload.
class mark_at_the_end {
  std::vector<int> samples_;
  std::size_t uploaded_ = 0;

public:
  aio::task<> flush() {
    if (uploaded_ < samples_.size()) {
      std::vector<int> part(samples_.begin() + uploaded_, samples_.end());
      co_await upload(part);
      uploaded_ = samples_.size();
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: what was added to 'samples_' while this coroutine was suspended counts here as passed on
    }
  }
  void on_sample(int value) { samples_.push_back(value); }
};

// What happens during the replay is shown to the others only.
class joined_too_late {
  std::vector<std::string> events_;
  std::vector<viewer *> viewers_;

public:
  aio::task<> watch(viewer *v) {
    co_await replay(v, events_);
    viewers_.push_back(v);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: what was added to 'events_' while this coroutine was suspended is missed by what is added to 'viewers_' only here
  }
  void on_event(std::string event) {
    events_.push_back(event);
    for (viewer *v : viewers_)
      v->show(event);
  }
};

// The last job is in hand, and no longer in the queue.
class idle_by_the_queue {
  std::deque<int> jobs_;
  condition arrived_, idle_;

public:
  aio::task<> run() {
    for (;;) {
      while (jobs_.empty())
        co_await arrived_.wait();
      int job = jobs_.front();
      jobs_.pop_front();
      co_await work(job);
      idle_.notify_all();
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: what was taken out of 'jobs_' is done only here: who waits for 'jobs_' to be empty went on before
    }
  }
  aio::task<> drain() {
    while (!jobs_.empty())
      co_await idle_.wait();
    co_await shut_down();
  }
  void add(int job) {
    jobs_.push_back(job);
    arrived_.notify_all();
  }
};

// --- Nothing to report ------------------------------------------------------------------

class mark_from_before {
  std::vector<int> samples_;
  std::size_t uploaded_ = 0, total_ = 0;

public:
  aio::task<> flush() {
    if (uploaded_ < samples_.size()) {
      const std::size_t end = samples_.size();
      std::vector<int> part(samples_.begin() + uploaded_, samples_.begin() + end);
      co_await upload(part);
      uploaded_ = end;
    }
  }
  // It only says how many there are.
  aio::task<> count() {
    co_await upload(samples_);
    total_ = samples_.size();
  }
  void on_sample(int value) { samples_.push_back(value); }
};

class joined_first {
  std::vector<std::string> events_;
  std::vector<viewer *> viewers_;

public:
  aio::task<> watch(viewer *v) {
    viewers_.push_back(v);
    co_await replay(v, events_);
  }
  void on_event(std::string event) {
    events_.push_back(event);
    for (viewer *v : viewers_)
      v->show(event);
  }
};

// Who walks the one does not add to the other.
class nobody_is_told {
  std::vector<std::string> events_;
  std::vector<viewer *> viewers_;

public:
  aio::task<> watch(viewer *v) {
    co_await replay(v, events_);
    viewers_.push_back(v);
  }
  void on_event(std::string event) { events_.push_back(event); }
  void on_redraw() {
    for (viewer *v : viewers_)
      v->show("");
  }
};

class in_hand_counts {
  std::deque<int> jobs_;
  int in_hand_ = 0;
  condition arrived_, idle_;

public:
  aio::task<> run() {
    for (;;) {
      while (jobs_.empty())
        co_await arrived_.wait();
      int job = jobs_.front();
      jobs_.pop_front();
      ++in_hand_;
      co_await work(job);
      --in_hand_;
      idle_.notify_all();
    }
  }
  aio::task<> drain() {
    while (!jobs_.empty() || in_hand_ > 0)
      co_await idle_.wait();
    co_await shut_down();
  }
  void add(int job) {
    jobs_.push_back(job);
    arrived_.notify_all();
  }
};

// Done first, and then taken out.
class taken_out_when_done {
  std::deque<int> jobs_;
  condition arrived_, idle_;

public:
  aio::task<> run() {
    for (;;) {
      while (jobs_.empty())
        co_await arrived_.wait();
      co_await work(jobs_.front());
      jobs_.pop_front();
      idle_.notify_all();
    }
  }
  aio::task<> drain() {
    while (!jobs_.empty())
      co_await idle_.wait();
    co_await shut_down();
  }
  void add(int job) {
    jobs_.push_back(job);
    arrived_.notify_all();
  }
};
