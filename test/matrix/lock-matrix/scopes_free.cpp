// The guard's life and the suspension point do not meet.
#include "forms.h"

int locked_count(std::mutex &m, int &count) {
  std::lock_guard<std::mutex> l(m);
  return count;
}

template <class T> class guarded {
public:
  class handle {
  public:
    handle(std::mutex &m, T &v) : lock_(m), value_(v) {}
    T *operator->() { return &value_; }

  private:
    std::unique_lock<std::mutex> lock_;
    T &value_;
  };
  handle locked() { return handle(m_, value_); }

private:
  std::mutex m_;
  T value_{};
};

struct scopes : fixture {
  guarded<store> guarded_;
  aio::task<> work() { co_return; }

  // FORM: block-ended free the block with the guard has ended
  aio::task<> block_ended() {
    int n;
    {
      std::lock_guard<std::mutex> l(m_);
      n = count_;
    }
    co_await aio::store(n);
  }
  // FORM: taken-after free taken after the last suspension
  aio::task<> taken_after() {
    co_await aio::tick();
    std::lock_guard<std::mutex> l(m_);
    ++count_;
  }
  // FORM: taken-between free taken and ended between two suspensions
  aio::task<> taken_between() {
    co_await aio::tick();
    {
      std::lock_guard<std::mutex> l(m_);
      ++count_;
    }
    co_await aio::tick();
  }
  // FORM: loop-round-ended free the guard ends with each round
  aio::task<> loop_round_ended() {
    for (int i = 0; i < 3; ++i) {
      co_await aio::tick();
      std::lock_guard<std::mutex> l(m_);
      ++count_;
    }
  }
  // FORM: continue-ends free continue ends the guard's block
  aio::task<> continue_ends() {
    while (open_) {
      {
        std::lock_guard<std::mutex> l(m_);
        if (state_.items.empty())
          continue;
        state_.items.pop_back();
      }
      co_await aio::tick();
    }
  }
  // FORM: break-ends free break ends the guard's block
  aio::task<> break_ends() {
    while (open_) {
      std::lock_guard<std::mutex> l(m_);
      if (state_.items.empty())
        break;
      state_.items.pop_back();
    }
    co_await aio::tick();
  }
  // FORM: goto-ends free goto leaves the guard's block
  aio::task<> goto_ends() {
    {
      std::lock_guard<std::mutex> l(m_);
      if (open_)
        goto work;
      ++count_;
    }
  work:
    co_await aio::tick();
  }
  // FORM: if-init-ended free an if statement's guard has ended
  aio::task<> if_init_ended() {
    if (std::lock_guard<std::mutex> l(m_); open_)
      ++count_;
    co_await aio::tick();
  }
  // FORM: for-init-ended free a for statement's guard has ended
  aio::task<> for_init_ended() {
    for (std::lock_guard<std::mutex> l(m_); count_ < 3;)
      ++count_;
    co_await aio::tick();
  }
  // FORM: switch-init-ended free a switch statement's guard has ended
  aio::task<> switch_init_ended(int stage) {
    switch (std::lock_guard<std::mutex> l(m_); stage) {
    case 0:
      ++count_;
    }
    co_await aio::tick();
  }
  // FORM: condition-ended free the guard of a while condition has ended
  aio::task<> condition_ended() {
    while (std::unique_lock<std::mutex> l{m_, std::try_to_lock})
      if (++count_ > 3)
        break;
    co_await aio::tick();
  }
  // FORM: other-branch free locked in one branch, suspended in the other
  aio::task<> other_branch() {
    if (open_) {
      std::lock_guard<std::mutex> l(m_);
      ++count_;
    } else {
      co_await aio::tick();
    }
  }
  // FORM: other-case free locked under one case, suspended under another
  aio::task<> other_case(int stage) {
    switch (stage) {
    case 0: {
      std::lock_guard<std::mutex> l(m_);
      ++count_;
      break;
    }
    case 1:
      co_await aio::tick();
      break;
    }
  }
  // FORM: early-return free the locked path returns
  aio::task<> early_return() {
    std::unique_lock<std::mutex> l(m_, std::defer_lock);
    if (open_) {
      l.lock();
      ++count_;
      co_return;
    }
    co_await aio::tick();
  }
  // FORM: manual-early-return free the path that stays locked returns
  aio::task<> manual_early_return() {
    m_.lock();
    if (open_)
      co_return;
    m_.unlock();
    co_await aio::tick();
  }
  // FORM: try-ended free taken in a try block, suspended after it
  aio::task<> try_ended() {
    bool failed = false;
    try {
      std::lock_guard<std::mutex> l(m_);
      state_.items.push_back(1);
    } catch (...) {
      failed = true;
    }
    if (failed)
      co_await aio::tick();
  }
  // FORM: rethrown free the handler leaves the function while locked
  aio::task<> rethrown() {
    std::unique_lock<std::mutex> l(m_);
    try {
      state_.items.push_back(1);
      l.unlock();
    } catch (...) {
      throw;
    }
    co_await aio::tick();
  }
  // FORM: co-return-held free held at co_return, which is no suspension point
  aio::task<int> co_return_held() {
    co_await aio::tick();
    std::lock_guard<std::mutex> l(m_);
    co_return count_;
  }
  // FORM: no-suspension free a coroutine that only returns
  aio::task<int> no_suspension() {
    std::lock_guard<std::mutex> l(m_);
    co_return count_;
  }
  // FORM: temporary-ended free a temporary guard ends with its full-expression
  aio::task<> temporary_ended() {
    guarded_.locked()->value++;
    co_await aio::tick();
  }
  // FORM: temporary-copied free copied out under a temporary guard
  aio::task<> temporary_copied() {
    const int n = guarded_.locked()->value;
    co_await aio::store(n);
  }
  // FORM: temporary-condition free a temporary guard in a condition ends before the branch
  aio::task<> temporary_condition() {
    if (guarded_.locked()->value > 0)
      co_await aio::tick();
  }
  // FORM: unnamed-guard free a guard without a name ends at the semicolon
  aio::task<> unnamed_guard() {
    (void)std::lock_guard<std::mutex>(m_);
    co_await aio::tick();
  }
  // FORM: helper-locks free a plain function locks and unlocks
  aio::task<> helper_locks() {
    const int n = locked_count(m_, count_);
    co_await aio::store(n);
  }
  // FORM: helper-in-operand free a plain function locks while the operand is made
  aio::task<> helper_in_operand() {
    co_await aio::store(locked_count(m_, count_));
  }
  // FORM: nested-lambda free a nested lambda locks
  aio::task<> nested_lambda() {
    auto add = [this] {
      std::lock_guard<std::mutex> l(m_);
      ++count_;
    };
    add();
    co_await aio::tick();
  }
  // FORM: lambda-called-in-place free a lambda that locks is called at once
  aio::task<> lambda_called_in_place() {
    const int n = [&] {
      std::lock_guard<std::mutex> l(m_);
      return count_;
    }();
    co_await aio::store(n);
  }
  // FORM: local-class-method free a local class's function locks
  aio::task<> local_class_method() {
    struct counter {
      std::mutex &m;
      int n = 0;
      void add() {
        std::lock_guard<std::mutex> l(m);
        ++n;
      }
    } c{m_};
    c.add();
    co_await aio::tick();
  }
  // FORM: plain-caller free a plain function holds a lock while it makes a coroutine
  aio::task<> plain_caller() {
    std::lock_guard<std::mutex> l(m_);
    return work();
  }
  // FORM: lambda-coroutine-made free a plain function holds a lock around a coroutine lambda
  void lambda_coroutine_made() {
    std::lock_guard<std::mutex> l(m_);
    auto job = []() -> aio::task<> { co_await aio::tick(); };
    (void)job;
  }
  // FORM: task-made-under-lock free a task is made under the lock, awaited later
  aio::task<> task_made() {
    std::unique_lock<std::mutex> l(m_);
    auto t = work();
    l.unlock();
    co_await t;
  }
  // FORM: lambda-coroutine-inside free a coroutine makes a coroutine lambda under a lock
  aio::task<> lambda_coroutine_inside() {
    std::lock_guard<std::mutex> l(m_);
    auto job = []() -> aio::task<> { co_await aio::tick(); };
    (void)job;
    co_return;
  }
};

// FORM: discarded-branch free if constexpr discards the suspension
template <bool Async> aio::task<> maybe_async(std::mutex &m) {
  std::lock_guard<std::mutex> l(m);
  if constexpr (Async)
    co_await aio::tick();
  co_return;
}
aio::task<> use_sync(std::mutex &m) { return maybe_async<false>(m); }

// FORM: generator-yields-outside free co_yield between two locked blocks
aio::generator<int> yields_outside(std::mutex &m, const std::vector<int> &items) {
  for (std::size_t i = 0;; ++i) {
    int next;
    {
      std::lock_guard<std::mutex> l(m);
      if (i == items.size())
        co_return;
      next = items[i];
    }
    co_yield next;
  }
}
