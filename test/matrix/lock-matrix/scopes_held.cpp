// Where the guard is declared, and what kind of coroutine it is declared in.
#include "forms.h"

struct scopes : fixture {
  // FORM: scope-if-init held an if statement's init-statement
  aio::task<> if_init() {
    if (std::lock_guard<std::mutex> l(m_); open_) // HELD
      co_await aio::tick();
  }
  // FORM: scope-if-init-else held an if statement's init-statement, suspended in else
  aio::task<> if_init_else() {
    if (std::unique_lock<std::mutex> l(m_); open_) // HELD
      ++count_;
    else
      co_await aio::tick();
  }
  // FORM: scope-if-condition held the guard is the condition's variable
  aio::task<> if_condition() {
    if (std::unique_lock<std::mutex> l{m_, std::try_to_lock}) // HELD
      co_await aio::tick();
  }
  // FORM: scope-while-condition held the guard is the variable of a while statement's condition
  aio::task<> while_condition() {
    while (std::unique_lock<std::mutex> l{m_, std::try_to_lock}) // HELD
      co_await aio::tick();
  }
  // FORM: scope-for-init held a for statement's init-statement
  aio::task<> for_init() {
    for (std::unique_lock<std::mutex> l(m_); count_ < 3; ++count_) // HELD
      co_await aio::tick();
  }
  // FORM: scope-range-init held a range-for's init-statement
  aio::task<> range_init() {
    for (std::lock_guard<std::mutex> l(m_); int item : state_.items) // HELD
      co_await aio::store(item);
  }
  // FORM: scope-switch-init held a switch statement's init-statement
  aio::task<> switch_init(int stage) {
    switch (std::lock_guard<std::mutex> l(m_); stage) { // HELD
    case 0:
      co_await aio::tick();
      break;
    default:
      ++count_;
    }
  }
  // FORM: scope-outer-scope held suspended three blocks deeper
  aio::task<> outer_scope() {
    std::lock_guard<std::mutex> l(m_); // HELD
    for (int item : state_.items) {
      if (item > 0) {
        {
          co_await aio::store(item);
        }
      }
    }
  }
  // FORM: scope-loop-body held taken and held in each round
  aio::task<> loop_body() {
    while (open_) {
      std::lock_guard<std::mutex> l(m_); // HELD
      co_await aio::tick();
    }
  }
  // FORM: scope-inner-block held only the inner block holds it
  aio::task<> inner_block() {
    co_await aio::tick();
    {
      std::lock_guard<std::mutex> l(m_); // HELD
      co_await aio::tick();
    }
    co_await aio::tick();
  }
  // FORM: scope-in-try held taken in a try block
  aio::task<> in_try() {
    try {
      std::lock_guard<std::mutex> l(m_); // HELD
      co_await aio::tick();
    } catch (...) {
      ++count_;
    }
  }
  // FORM: scope-under-case held taken under a case
  aio::task<> under_case(int stage) {
    switch (stage) {
    case 0: {
      std::lock_guard<std::mutex> l(m_); // HELD
      co_await aio::tick();
    }
    }
  }
  // FORM: scope-branch-without-braces held taken and awaited in one branch
  aio::task<> one_branch() {
    if (open_) {
      std::unique_lock<std::mutex> l(m_); // HELD
      co_await aio::tick();
    } else {
      std::unique_lock<std::mutex> l(m_);
      ++count_;
    }
  }

  // FORM: lambda-coroutine held a lambda is the coroutine
  void lambda_coroutine() {
    auto job = [this]() -> aio::task<> {
      std::lock_guard<std::mutex> l(m_); // HELD
      co_await aio::tick();
    };
    (void)job;
  }
  // FORM: lambda-in-coroutine held a lambda coroutine inside a coroutine
  aio::task<> lambda_in_coroutine() {
    co_await [](std::mutex &m) -> aio::task<> {
      std::lock_guard<std::mutex> l(m); // HELD
      co_await aio::tick();
    }(m_);
  }
  // FORM: generic-lambda held a generic lambda, called once
  aio::task<> generic_lambda() {
    auto job = [](auto &m) -> aio::task<> {
      std::lock_guard<std::mutex> l(m); // HELD
      co_await aio::tick();
    };
    co_await job(m_);
  }
  // FORM: local-class held a local class's member function is the coroutine
  void local_class() {
    struct worker {
      std::mutex m;
      aio::task<> run() {
        std::lock_guard<std::mutex> l(m); // HELD
        co_await aio::tick();
      }
    };
  }
  // FORM: static-member held a static member function is the coroutine
  static aio::task<> static_member(fixture &, std::mutex &m) {
    std::lock_guard<std::mutex> l(m); // HELD
    co_await aio::tick();
  }
};

// FORM: function-template held a function template, instantiated
template <class M> aio::task<> locked_tick(M &m) {
  std::lock_guard<M> l(m); // HELD
  co_await aio::tick();
}
aio::task<> use_function_template(std::mutex &m) { return locked_tick(m); }

// FORM: class-template held a class template's member function, instantiated
template <class T> class cache {
public:
  aio::task<> put(T v) {
    std::unique_lock<std::mutex> l(m_); // HELD
    value_ = v;
    co_await aio::tick();
  }

private:
  std::mutex m_;
  T value_{};
};
aio::task<> use_class_template(cache<int> &c) { return c.put(1); }

// FORM: lock-type-parameter held the guard's type is a template parameter
template <class Guard> aio::task<> guarded_tick(std::mutex &m) {
  Guard l(m); // HELD
  co_await aio::tick();
}
aio::task<> use_lock_type(std::mutex &m) {
  return guarded_tick<std::lock_guard<std::mutex>>(m);
}

// FORM: nested-lambda-after held a nested lambda with its own lock does not end ours
aio::task<> nested_lambda_after(std::mutex &m, std::mutex &other) {
  std::unique_lock<std::mutex> l(m); // HELD
  auto peek = [&] {
    std::unique_lock<std::mutex> l(other);
    l.unlock();
  };
  peek();
  co_await aio::tick();
}

// FORM: shadowed held an inner guard of the same name is unlocked
aio::task<> shadowed(std::mutex &m, std::mutex &other) {
  std::unique_lock<std::mutex> l(m); // HELD
  {
    std::unique_lock<std::mutex> l(other);
    l.unlock();
  }
  co_await aio::tick();
}
