// RUN: %check_async %s async-invalidated-reference %t
// RUN: %check_async -check-suffixes=,POSSIBLE %s async-invalidated-reference %t -- -config='{CheckOptions: {Confidence: possible}}'

// What the author says of sharing, each beside the same code without it.

#include "coroutine.h"
#include <vector>

#define CONFINED [[clang::annotate("async_tidy::confined")]]
#define SINGLE [[clang::annotate("async_tidy::single_activation")]]

class confined {
public:
  aio::task<> first() {
    int &shared = shared_.front();
    int &own = own_.front();
    co_await aio::tick();
    ++own;
    ++shared;
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'shared', a reference into 'shared_', may be invalid
  }
  void on_job(int job) {
    shared_.push_back(job);
    own_.push_back(job);
  }

private:
  std::vector<int> shared_;
  CONFINED std::vector<int> own_;
};

// Through a parameter, whose class is confined.
struct CONFINED connection {
  std::vector<int> out;
};
aio::task<> send(connection &c) {
  int &n = c.out.front();
  co_await aio::tick();
  ++n;
}
void queue(connection &c, int n) { c.out.push_back(n); }

class adds_itself {
public:
  SINGLE aio::task<> once(int job) {
    once_.push_back(job);
    int &n = once_.back();
    co_await aio::tick();
    ++n;
  }
  aio::task<> twice(int job) {
    twice_.push_back(job);
    int &n = twice_.back();
    co_await aio::tick();
    ++n;
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:7: warning: 'n', a reference into 'twice_', may be invalid
  }

private:
  std::vector<int> once_, twice_;
};

class guarded {
public:
  aio::task<> first() {
    auto held = co_await m_.scoped_lock();
    int &bare = bare_.front();
    int &n = guarded_.front();
    co_await aio::tick();
    ++n;
    ++bare;
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'bare', a reference into 'bare_', may be invalid
  }
  void on_job(int job) {
    bare_.push_back(job);
    guarded_.push_back(job);
  }

private:
  aio::mutex m_;
  std::vector<int> bare_;
  std::vector<int> guarded_ __attribute__((guarded_by(m_)));
};
