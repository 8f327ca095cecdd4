// RUN: %check_async -expect-clean %s async-stale-state %t

// What ESLint's require-atomic-updates reported and should not have, by its issue there. Each
// class has an event handler that does change the state meanwhile, so it is not for want of
// a writer that nothing is said.

#include "coroutine.h"
#include <exception>
#include <map>
#include <memory>
#include <string>

struct response {
  int status = 0;
  int length = 0;
  std::string text;
};
aio::task<int> work(response &r);
aio::task<int> work_const(const response &r);
aio::task<std::string> load(int id);

// #11899: reads one property, writes another one.
struct other_property {
  response r_;
  aio::task<> read_status_write_length() {
    if (r_.status == 0)
      co_await aio::tick();
    r_.length = 1;
  }
  aio::task<> computed_from_the_other() {
    int status = r_.status;
    co_await aio::tick();
    r_.length = status + 1;
  }
  void on_reset() {
    r_.status = 0;
    r_.length = 0;
  }
};

// #13907, #11950, #17312: the object goes into the awaited call, then a property is set.
struct passed_to_the_call {
  response r_;
  aio::task<> set_after() {
    co_await work(r_);
    r_.status = 200;
  }
  aio::task<> set_to_result() { r_.status = co_await work(r_); }
  aio::task<> set_to_result_const() { r_.status = co_await work_const(r_); }
  aio::task<> pointer(response *r) {
    co_await work(*r);
    r->status = 200;
  }
  void on_reset() { r_.status = 0; }
};
aio::task<> reference_parameter(response &r) {
  r.status = co_await work(r);
  r.length = co_await aio::number();
}

// #11954: balanced counters, also when an exception leaves.
struct balanced {
  int running_ = 0;
  aio::task<> plain() {
    ++running_;
    co_await aio::tick();
    --running_;
  }
  aio::task<> by_assignment() {
    running_ += 1;
    co_await aio::tick();
    running_ -= 1;
  }
  aio::task<> rethrows() {
    ++running_;
    try {
      co_await aio::tick();
    } catch (...) {
      --running_;
      throw;
    }
    --running_;
  }
  struct counted {
    explicit counted(int &n) : n(n) { ++n; }
    ~counted() { --n; }
    int &n;
  };
  aio::task<> guarded() {
    counted c(running_);
    co_await aio::tick();
  }
  void on_direct() { ++running_; }
  void on_direct_end() { --running_; }
};

// #12353: the flag of a section in flight, which only its claimant clears.
struct in_flight {
  bool busy_ = false;
  int saved_ = 0;
  aio::task<> save() {
    if (busy_)
      co_return;
    busy_ = true;
    co_await aio::store(saved_);
    busy_ = false;
  }
  aio::task<> save_or_fail() {
    if (busy_)
      co_return;
    busy_ = true;
    std::exception_ptr failed;
    try {
      co_await aio::store(saved_);
    } catch (...) {
      failed = std::current_exception();
    }
    busy_ = false;
    if (failed)
      std::rethrow_exception(failed);
  }
  bool busy() const { return busy_; }
  void start() {
    if (!busy_)
      start(save());
  }

private:
  void start(aio::task<> t);
};

// #12108: the condition is tested again after the wait.
struct tested_again {
  response *r_ = nullptr;
  int left_ = 0;
  aio::task<> pointer() {
    if (!r_)
      co_return;
    co_await aio::tick();
    if (!r_)
      co_return;
    r_->status = 200;
  }
  aio::task<> number() {
    if (left_ == 0)
      co_return;
    co_await aio::tick();
    if (left_ > 0)
      --left_;
  }
  aio::task<> loop() {
    while (left_ > 0) {
      --left_;
      co_await aio::tick();
    }
  }
  void on_gone() { r_ = nullptr; }
  void on_used() { --left_; }
};

// #11194, #14208: a local has the name of something else.
struct same_names {
  int n = 0;
  aio::task<> shadowed_by_local() {
    int before = n;
    {
      int n = before;
      co_await aio::tick();
      n = n + 1;
      co_await aio::store(n);
    }
  }
  aio::task<> shadowed_by_parameter(int n) {
    int before = n;
    co_await aio::tick();
    n = before + 1;
    co_await aio::store(n);
  }
  void on_reset() { n = 0; }
};

// #11900: a local that is assigned in a loop.
struct local_in_loop {
  int total_ = 0;
  aio::task<> sum(int n) {
    int sum = 0;
    for (int i = 0; i != n; ++i)
      sum = sum + co_await aio::number();
    total_ = sum;
  }
  void on_reset() { total_ = 0; }
};

// #11687: the read and the write are on paths that exclude each other.
struct exclusive_paths {
  response *r_ = nullptr;
  int n_ = 0;
  aio::task<> branches(bool which) {
    if (which) {
      int n = n_;
      co_await aio::store(n);
    } else {
      co_await aio::tick();
      n_ = 1;
    }
  }
  aio::task<> waiting_branch_returns() {
    if (!r_) {
      co_await aio::tick();
      co_return;
    }
    r_->status = 200;
  }
  aio::task<> waiting_branch_throws(bool late) {
    if (!r_)
      co_return;
    if (late) {
      co_await aio::tick();
      throw 1;
    }
    r_->status = 200;
  }
  void on_gone() {
    r_ = nullptr;
    n_ = 0;
  }
};

// #18785: an object made here, which others get to see only afterwards.
struct made_here {
  std::map<int, std::shared_ptr<response>> all_;
  aio::task<> publish(int id) {
    auto r = std::make_shared<response>();
    if (r->status == 0) {
      co_await aio::tick();
      r->status = 200;
    }
    r->text = co_await load(id);
    all_[id] = r;
  }
  aio::task<response> by_value() {
    response r;
    int status = r.status;
    co_await aio::tick();
    r.status = status + 1;
    co_return r;
  }
  void on_all_gone() { all_.clear(); }
};

// #15076, #13355: process.exitCode, set after something else that was waited for.
int exit_code = 0;
aio::task<> run_main() {
  int failed = co_await aio::number();
  if (failed)
    exit_code = 1;
  co_await aio::tick();
  exit_code = 0;
}
void fail() { exit_code = 2; }

// #10893: many branches; it took exponential time.
struct many_branches {
  int n_ = 0;
  aio::task<> all(unsigned bits) {
    if (bits & 1u << 0) co_await aio::tick(); else ++n_;
    if (bits & 1u << 1) co_await aio::tick(); else ++n_;
    if (bits & 1u << 2) co_await aio::tick(); else ++n_;
    if (bits & 1u << 3) co_await aio::tick(); else ++n_;
    if (bits & 1u << 4) co_await aio::tick(); else ++n_;
    if (bits & 1u << 5) co_await aio::tick(); else ++n_;
    if (bits & 1u << 6) co_await aio::tick(); else ++n_;
    if (bits & 1u << 7) co_await aio::tick(); else ++n_;
    if (bits & 1u << 8) co_await aio::tick(); else ++n_;
    if (bits & 1u << 9) co_await aio::tick(); else ++n_;
    if (bits & 1u << 10) co_await aio::tick(); else ++n_;
    if (bits & 1u << 11) co_await aio::tick(); else ++n_;
    if (bits & 1u << 12) co_await aio::tick(); else ++n_;
    if (bits & 1u << 13) co_await aio::tick(); else ++n_;
    if (bits & 1u << 14) co_await aio::tick(); else ++n_;
    if (bits & 1u << 15) co_await aio::tick(); else ++n_;
  }
  void on_reset() { n_ = 0; }
};

// #11740: initialised twice to the same constant; nobody loses anything.
struct same_constant {
  bool ready_ = false;
  aio::task<> prepare() {
    if (!ready_) {
      co_await aio::tick();
      ready_ = true;
    }
  }
  void on_ready() { ready_ = true; }
};
