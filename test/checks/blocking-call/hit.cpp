// RUN: %check_async %s async-blocking-call %t

// Calls that block the thread of a coroutine, directly, in helpers, in destructors and in lambdas
// that are called in place.

#include "coroutine.h"
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <iterator>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using aio::task;

extern "C" {
struct addrinfo;
int getaddrinfo(const char *, const char *, const addrinfo *, addrinfo **);
int fsync(int);
int system(const char *);
struct sqlite3_stmt;
int sqlite3_step(sqlite3_stmt *);
int poll(void *, unsigned long, int);
int waitpid(int, int *, int);
int close(int);
}

task<bool> try_once();
std::future<int> compute();

task<bool> retry() {
  for (int i = 0; i < 3; ++i) {
    if (co_await try_once())
      co_return true;
    std::this_thread::sleep_for(100ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::this_thread::sleep_for' puts the thread to sleep
  }
  co_return false;
}
int wait_for_it(std::future<int> f) { return f.get(); }
task<int> through_helper() { co_return wait_for_it(compute()); }
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'wait_for_it' blocks the thread
struct worker {
  std::thread t;
  explicit worker(std::thread t) : t(std::move(t)) {}
  ~worker() {
    if (t.joinable())
      t.join();
  }
};
task<> joins_at_end() {
  worker w{std::thread([] {})};
  co_await aio::tick();
}
  // CHECK-MESSAGES: :[[@LINE-1]]:1: warning: the end of 'w' blocks the thread
task<> jthread_at_end() {
  std::jthread t([] {});
  co_await aio::tick();
}
  // CHECK-MESSAGES: :[[@LINE-1]]:1: warning: the end of 't' blocks the thread
task<> discarded() {
  std::async(std::launch::async, [] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::async' blocks the thread
  co_await aio::tick();
}
task<> future_at_end() {
  auto f = std::async(std::launch::async, [] {});
  co_await aio::tick();
}
  // CHECK-MESSAGES: :[[@LINE-1]]:1: warning: the end of 'f' blocks the thread
task<int> lines(std::string path) {
  std::ifstream in(path);
  std::string line;
  int n = 0;
  while (std::getline(in, line))
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'std::getline' reads from disk in a loop
    ++n;
  co_return n;
}
task<std::string> slurp(std::string path) {
  std::ifstream in(path);
  std::stringstream s;
  s << in.rdbuf();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'in.rdbuf' blocks the thread until the disk is done
  co_return s.str();
}
task<std::string> slurp2(std::string path) {
  std::ifstream in(path);
  co_return std::string(std::istreambuf_iterator<char>(in), {});
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'std::istreambuf_iterator' blocks the thread until the disk is done
}
class counter {
  std::counting_semaphore<4> free_{4};
  std::atomic<bool> ready_ = false;
  bool plain_ = false;
  std::latch all_{3};

public:
  task<> use() {
    free_.acquire();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'free_.acquire' blocks the thread
    co_await aio::tick();
    free_.release();
  }
  task<> spin() {
    while (!ready_.load())
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: this loop keeps the thread busy until 'ready_' changes: no other coroutine of the thread can run to change it
      ;
    co_await aio::tick();
  }
  task<> spin2() {
    while (!ready_)
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: this loop keeps the thread busy until 'ready_' changes: no other coroutine of the thread can run to change it
      std::this_thread::yield();
    co_await aio::tick();
  }
  task<> spin3() {
    while (!plain_) {
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: this loop keeps the thread busy until 'plain_' changes: no other coroutine of the thread can run to change it
    }
    co_return;
  }
  task<> l() {
    all_.arrive_and_wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'all_.arrive_and_wait' blocks the thread
    co_return;
  }
  task<> w() {
    ready_.wait(false);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'ready_.wait' blocks the thread
    co_return;
  }
};
task<> resolve() {
  addrinfo *r = nullptr;
  getaddrinfo("host", "80", nullptr, &r);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getaddrinfo' blocks the thread until an answer comes
  co_return;
}
void save(int fd) { fsync(fd); }
void save_all(std::vector<int> &fds) {
  for (int f : fds)
    save(f);
}
task<> deep(std::vector<int> fds) {
  co_await aio::tick();
  save_all(fds);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'save_all' blocks the thread until the disk is done
}
task<> ask() {
  std::string name;
  std::cin >> name;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'cin >>' blocks the thread until an answer comes
  co_await aio::tick();
}
task<int> db(sqlite3_stmt *s) {
  int rows = 0;
  while (sqlite3_step(s) == 100)
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'sqlite3_step' reads from disk in a loop
    ++rows;
  co_return rows;
}
template <class F> void with_retry(F f) {
  for (int i = 0; i < 3; ++i)
    f();
}
task<> in_lambda() {
  with_retry([] { std::this_thread::sleep_for(1s); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'with_retry' puts the thread to sleep
  co_return;
}
task<> local_lambda(std::future<int> &f) {
  auto get = [&] { return f.get(); };
  int n = get();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: this lambda blocks the thread
  (void)n;
  co_return;
}
task<> join_threads(std::vector<std::thread> ts) {
  for (auto &t : ts)
    t.join();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'ts{{.*}}.join' blocks the thread
  co_return;
}
task<> wait_some(std::future<int> f) {
  if (f.wait_for(1s) == std::future_status::ready)
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'f.wait_for' blocks the thread
    co_return;
}
auto lambda = [](std::future<int> f) -> task<int> { co_return f.get(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:63: warning: 'f.get' blocks the thread
task<> sys() {
  system("ls");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'system' blocks the thread until an answer comes
  co_return;
}
task<> in_catch() {
  bool failed = false;
  try {
    co_await try_once();
  } catch (...) {
    failed = true;
    std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::this_thread::sleep_for' puts the thread to sleep
  }
}
struct base {
  virtual ~base() = default;
};
class q {
  std::mutex m_;
  std::condition_variable cv_;
  std::vector<int> v_;

public:
  int take() {
    std::unique_lock l(m_);
    cv_.wait(l, [&] { return !v_.empty(); });
    int r = v_.back();
    v_.pop_back();
    return r;
  }
  void put(int n) {
    std::lock_guard l(m_);
    v_.push_back(n);
    cv_.notify_one();
  }
};
task<int> consumer(q &in) { co_return in.take(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'take' blocks the thread
task<int> consumer2(std::shared_ptr<q> in) {
  int n = in->take();
  co_return n;
}
task<> cond(std::unique_ptr<std::promise<int>> p) {
  int n = p->get_future().get();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'get' blocks the thread
  (void)n;
  co_return;
}
task<> tree(std::string p) {
  std::filesystem::remove_all(p);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::filesystem::remove_all' blocks the thread until the disk is done
  co_return;
}
template <class T> task<T> generic(std::future<T> f) { co_return f.get(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:66: warning: 'f.get' blocks the thread
template task<int> generic(std::future<int>);
int sync_wait(task<int> t);
task<> sw(task<int> t) {
  int n = sync_wait(std::move(t));
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'sync_wait' blocks the thread
  (void)n;
  co_return;
}

// main_loop() asks nobody in which thread it runs.
struct loop {
  void post(std::function<void()> job);
};
loop &main_loop();
class seat {
  int *taken_;

public:
  explicit seat(int *taken) : taken_(taken) {}
  ~seat() {
    std::promise<void> left;
    auto gone = left.get_future();
    main_loop().post([this, &left] {
      --*taken_;
      left.set_value();
    });
    gone.wait();
  }
};
task<> sits(int *taken) {
  seat here(taken);
  co_await aio::tick();
}
// CHECK-MESSAGES: :[[@LINE-1]]:1: warning: the end of 'here' blocks the thread, and with it every coroutine that runs there
