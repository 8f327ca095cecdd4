// What becomes of a lock on the way to the suspension point: still held.
#include "forms.h"

void look(const std::unique_lock<std::mutex> &l);

struct flow : fixture {
  // FORM: deferred-locked held deferred, then locked
  aio::task<> deferred_locked() {
    std::unique_lock<std::mutex> l(m_, std::defer_lock);
    ++count_;
    l.lock(); // HELD
    co_await aio::tick();
  }
  // FORM: deferred-std-lock held two deferred guards, then std::lock
  aio::task<> deferred_std_lock() {
    std::unique_lock<std::mutex> first(m_, std::defer_lock);
    std::unique_lock<std::mutex> second(other_, std::defer_lock);
    std::lock(first, second); // HELD
    co_await aio::tick();
  }
  // FORM: deferred-try held deferred, then try_lock succeeded
  aio::task<> deferred_try() {
    std::unique_lock<std::mutex> l(m_, std::defer_lock);
    if (l.try_lock()) // HELD
      co_await aio::tick();
  }
  // FORM: deferred-shared held a deferred shared_lock, then locked
  aio::task<> deferred_shared() {
    std::shared_lock<std::shared_mutex> l(rw_, std::defer_lock);
    l.lock(); // HELD
    co_await aio::tick();
  }
  // FORM: deferred-one-path held deferred, locked on one path only
  aio::task<> deferred_one_path() {
    std::unique_lock<std::mutex> l(m_, std::defer_lock);
    if (open_)
      l.lock(); // HELD
    co_await aio::tick();
  }
  // FORM: adopted held lock, then a guard adopts it
  aio::task<> adopted() {
    m_.lock(); // HELD
    std::lock_guard<std::mutex> l(m_, std::adopt_lock);
    co_await aio::tick();
  }
  // FORM: adopted-std-lock held std::lock, then two guards adopt the mutexes
  aio::task<> adopted_std_lock() {
    std::lock(m_, other_); // HELD
    std::lock_guard<std::mutex> first(m_, std::adopt_lock);
    std::lock_guard<std::mutex> second(other_, std::adopt_lock);
    co_await aio::tick();
  }
  // FORM: adopted-from-caller held the caller locked, this coroutine's guard adopts
  aio::task<> adopted_from_caller() {
    std::unique_lock<std::mutex> l(m_, std::adopt_lock); // HELD
    co_await aio::tick();
  }
  // FORM: try-to-lock held try_to_lock, left where it failed
  aio::task<> try_to_lock() {
    std::unique_lock<std::mutex> l(m_, std::try_to_lock); // HELD
    if (!l.owns_lock())
      co_return;
    co_await aio::tick();
  }
  // FORM: try-to-lock-bool held try_to_lock, tested by conversion to bool
  aio::task<> try_to_lock_bool() {
    std::unique_lock<std::mutex> l(m_, std::try_to_lock); // HELD
    if (l)
      co_await aio::tick();
  }
  // FORM: relocked held unlocked, then locked again
  aio::task<> relocked() {
    std::unique_lock<std::mutex> l(m_);
    l.unlock();
    ++count_;
    l.lock(); // HELD
    co_await aio::tick();
  }
  // FORM: relocked-window held unlocked around the first suspension only
  aio::task<> relocked_window() {
    std::unique_lock<std::mutex> l(m_);
    l.unlock();
    co_await aio::tick();
    l.lock(); // HELD
    co_await aio::tick();
  }
  // FORM: moved-to-other held moved into another guard
  aio::task<> moved_to_other() {
    std::unique_lock<std::mutex> l(m_); // HELD
    auto kept = std::move(l);
    co_await aio::tick();
  }
  // FORM: move-assigned held an empty guard is given a lock
  aio::task<> move_assigned() {
    std::unique_lock<std::mutex> l;
    l = std::unique_lock(m_); // HELD
    co_await aio::tick();
  }
  // FORM: moved-to-outer held moved out of the block that ends
  aio::task<> moved_to_outer() {
    std::unique_lock<std::mutex> outer;
    {
      std::unique_lock<std::mutex> inner(m_); // HELD
      outer = std::move(inner);
    }
    co_await aio::tick();
  }
  // FORM: moved-to-optional held moved into an optional
  aio::task<> moved_to_optional() {
    std::unique_lock<std::mutex> l(m_); // HELD
    std::optional<std::unique_lock<std::mutex>> kept;
    kept = std::move(l);
    co_await aio::tick();
  }
  // FORM: swapped-to-outer held swapped out of the block that ends
  aio::task<> swapped() {
    std::unique_lock<std::mutex> outer;
    {
      std::unique_lock<std::mutex> inner(m_); // HELD
      outer.swap(inner);
    }
    co_await aio::tick();
  }
  // FORM: unlocked-one-path held unlocked on one path only
  aio::task<> unlocked_one_path() {
    std::unique_lock<std::mutex> l(m_); // HELD
    if (open_)
      l.unlock();
    co_await aio::tick();
  }
  // FORM: unlocked-in-catch held unlocked only where something was thrown
  aio::task<> unlocked_in_catch() {
    std::unique_lock<std::mutex> l(m_); // HELD
    try {
      state_.items.push_back(1);
    } catch (...) {
      l.unlock();
    }
    co_await aio::tick();
  }
  // FORM: unlocked-in-loop held unlocked in a loop that may not run
  aio::task<> unlocked_in_loop() {
    std::unique_lock<std::mutex> l(m_); // HELD
    for (int item : state_.items)
      if (item == 0) {
        l.unlock();
        break;
      }
    co_await aio::tick();
  }
  // FORM: unlocked-after held unlocked, but only after the suspension
  aio::task<> unlocked_after() {
    std::unique_lock<std::mutex> l(m_); // HELD
    co_await aio::tick();
    l.unlock();
    ++count_;
  }
  // FORM: unlock-in-lambda held a lambda that unlocks is called only after the suspension
  aio::task<> unlock_in_lambda() {
    std::unique_lock<std::mutex> l(m_); // HELD
    auto finish = [&l] { l.unlock(); };
    co_await aio::tick();
    finish();
  }
  // FORM: disowned held release() gives up the guard, not the lock
  aio::task<> disowned() {
    std::unique_lock<std::mutex> l(m_); // HELD
    std::mutex *m = l.release();
    co_await aio::tick();
    m->unlock();
  }
  // FORM: passed-by-const-reference held a callee can only look at the guard
  aio::task<> passed_by_const_reference() {
    std::unique_lock<std::mutex> l(m_); // HELD
    look(l);
    co_await aio::tick();
  }
  // FORM: ternary-lock held one arm of a conditional expression locks
  aio::task<> ternary_lock() {
    auto l = open_ ? std::unique_lock(m_) : std::unique_lock<std::mutex>(); // HELD
    co_await aio::tick();
  }
  // FORM: back-edge held the lock of one round reaches the next round's suspension
  aio::task<> back_edge() {
    std::unique_lock<std::mutex> l(m_, std::defer_lock);
    for (int round = 0; round < 3; ++round) {
      co_await aio::tick();
      if (!l.owns_lock())
        l.lock(); // HELD
    }
  }
  // FORM: continue-keeps held continue leaves out the unlock
  aio::task<> continue_keeps() {
    for (int item : state_.items) {
      co_await aio::tick();
      if (!m_.try_lock()) // HELD
        continue;
      if (item == 0)
        continue;
      m_.unlock();
    }
  }
  // FORM: fall-through held a case that locks falls through
  aio::task<> fall_through(int stage) {
    std::unique_lock<std::mutex> l(m_, std::defer_lock);
    switch (stage) {
    case 0:
      l.lock(); // HELD
      [[fallthrough]];
    case 1:
      co_await aio::tick();
    }
  }
  // FORM: goto-past-unlock held goto jumps over the unlock
  aio::task<> goto_past_unlock() {
    m_.lock(); // HELD
    if (open_)
      goto work;
    m_.unlock();
  work:
    co_await aio::tick();
  }
  // FORM: condition-variable held a condition variable's lock is held again after the wait
  aio::task<> condition_variable() {
    std::unique_lock<std::mutex> l(m_); // HELD
    cv_.wait(l, [this] { return open_; });
    co_await aio::tick();
  }
  // FORM: condition-variable-for held the same after a timed wait
  aio::task<> condition_variable_for() {
    std::unique_lock<std::mutex> l(m_); // HELD
    while (!open_)
      if (cv_.wait_for(l, std::chrono::seconds(1)) == std::cv_status::timeout)
        break;
    co_await aio::tick();
  }
  // FORM: condition-variable-any held condition_variable_any with a shared_lock
  aio::task<> condition_variable_any(std::condition_variable_any &any) {
    std::shared_lock<std::shared_mutex> l(rw_); // HELD
    any.wait(l);
    co_await aio::tick();
  }
};
