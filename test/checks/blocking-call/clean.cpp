// RUN: %check_async -expect-clean %s async-blocking-call %t -- -config='{CheckOptions: {Confidence: possible}}'

// Off the loop, known to be ready, somebody else's to wait for, or not blocking at all.

#include "coroutine.h"
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <functional>
#include <future>
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
int waitpid(int, int *, int);
int poll(void *, unsigned long, int);
long recv(int, void *, unsigned long, int);
long read(int, void *, unsigned long);
}
namespace app {
class executor {
public:
  void post(std::function<void()>);
};
executor &main_loop();
executor &db_loop();
executor &worker_pool();
aio::pause<> resume_on(executor &);
template <class F> task<int> offload(F f) {
  co_await resume_on(worker_pool());
  int r = f();
  co_await resume_on(main_loop());
  co_return r;
}
template <class T> void spawn_on(executor &, T);
class thread_pool {
public:
  aio::pause<> schedule();
  template <class F> void submit(F);
};
aio::pause<> readable(int fd);
} // namespace app
using namespace app;
std::future<int> compute();

task<int> on_the_pool(std::future<int> f) {
  co_await resume_on(worker_pool());
  int n = f.get();
  co_await resume_on(main_loop());
  co_return n;
}
task<int> on_db() {
  co_await resume_on(db_loop());
  int n = compute().get();
  co_return n;
}
struct svc {
  thread_pool pool_;
  std::unique_ptr<thread_pool> p2_;
  task<> a() {
    co_await pool_.schedule();
    std::this_thread::sleep_for(1s);
  }
  task<> b() {
    co_await p2_->schedule();
    std::this_thread::sleep_for(1s);
  }
  task<> c() {
    pool_.submit([] { std::this_thread::sleep_for(1s); });
    co_return;
  }
};
task<int> handed_over(std::future<int> f) {
  co_return co_await offload([&] { return f.get(); });
}
task<int> known_ready(std::future<int> f) {
  while (f.wait_for(0s) != std::future_status::ready)
    co_await aio::tick();
  co_return f.get();
}
task<int> known_ready2(std::future<int> f) {
  if (f.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
    co_return f.get();
  co_return 0;
}
task<int> known_ready3(std::future<int> f) {
  if (f.wait_for(std::chrono::milliseconds::zero()) ==
      std::future_status::ready)
    co_return f.get();
  co_return 0;
}
struct my_future : std::future<int> {
  bool is_ready() const;
};
task<int> asked(my_future f) {
  if (f.valid() && f.is_ready())
    co_return f.get();
  co_return 0;
}
aio::pause<> when_ready(std::future<int> &);
aio::pause<std::vector<std::future<int>>>
    when_all(std::vector<std::future<int>>);
task<int> awaited(std::future<int> f) {
  co_await when_ready(f);
  co_return f.get();
}
task<int> awaited2(std::vector<std::future<int>> fs) {
  int n = 0;
  for (auto &f : co_await when_all(std::move(fs)))
    n += f.get();
  auto r = co_await when_all({});
  n += r[0].get();
  co_return n;
}
int main_thread() { return compute().get(); }
task<> detached() {
  std::thread t([] {});
  t.detach();
  co_return;
}
task<> moved(std::vector<std::jthread> &all) {
  std::jthread t([] {});
  all.push_back(std::move(t));
  co_return;
}
struct owner {
  std::jthread t_;
  task<> start() {
    std::jthread t([] {});
    t_ = std::move(t);
    co_return;
  }
};
task<> poll_now() {
  poll(nullptr, 0, 0);
  int s;
  waitpid(1, &s, 1);
  co_return;
}
task<> socket(int fd) {
  char b[4];
  recv(fd, b, 4, 0x40);
  co_await readable(fd);
  read(fd, b, 4);
}
task<> spawned() {
  spawn_on(worker_pool(), []() -> task<> {
    std::this_thread::sleep_for(1s);
    co_return;
  }());
  co_return;
}
aio::generator<int> lines(std::string path) {
  std::ifstream in(path);
  int n;
  while (in >> n)
    co_yield n;
}
class atomics {
  std::atomic<int> n_;
  std::atomic<int *> head_;
  int i_ = 0;
  int *p_ = nullptr;
  task<> push(int *q) {
    int *old = head_.load();
    while (!head_.compare_exchange_weak(old, q))
      ;
    co_return;
  }
  task<> skip() {
    while (*p_++)
      ;
    co_return;
  }
  task<> loop() {
    while (n_.load() == 0)
      co_await aio::tick();
  }
};
task<> strings() {
  std::istringstream in("1 2");
  int n;
  while (in >> n)
    co_await aio::tick();
}
struct my_sem {
  aio::pause<> acquire();
  void release();
  aio::pause<> wait();
};
task<> own_names(my_sem &s) {
  co_await s.acquire();
  co_await s.wait();
  s.release();
}
bool in_loop_thread();
int either(std::future<int> f) {
  if (in_loop_thread())
    return 0;
  return f.get();
}
task<> asks() {
  either(compute());
  co_return;
}
task<> stores(std::function<int()> &out) {
  out = [] { return compute().get(); };
  co_return;
}
class wakes {
  std::condition_variable cv_;
  std::mutex m_;
  bool b_;
  task<> go() {
    {
      std::lock_guard l(m_);
      b_ = true;
    }
    cv_.notify_all();
    co_return;
  }
};
void connect(int);
task<> send(std::string);
task<> names() {
  connect(1);
  auto t = send("x");
  co_await std::move(t);
}

// Joined with what the loop runs, it is the loop.
namespace cppcoro {
class io_service {
public:
  unsigned long process_events();
};
} // namespace cppcoro
template <class... Ts> void run_all(Ts... ts);
void drives(cppcoro::io_service &loop) {
  run_all([&]() -> task<> {
    loop.process_events();
    co_return;
  }());
}

// Lock-free but for the one moment in which it is closed.
class mailbox {
  std::atomic<bool> closed_{false}, published_{false};
  std::atomic<int> last_{0}, next_{0};

public:
  bool put() {
    int at = next_.fetch_add(1);
    if (closed_.load()) {
      while (!published_.load()) {
      }
      return at < last_.load();
    }
    return true;
  }
};
task<> puts(mailbox &box) {
  box.put();
  co_await aio::tick();
}
