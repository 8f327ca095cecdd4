// Taken, but let go on every path to the suspension point.
#include "forms.h"
#include <pthread.h>

void consume(std::unique_lock<std::mutex> l);
void sink(std::unique_lock<std::mutex> &&l);
inline void drop(std::unique_lock<std::mutex> &l) { l.unlock(); }

struct released : fixture {
  pthread_mutex_t posix_ = PTHREAD_MUTEX_INITIALIZER;
  std::unique_lock<std::mutex> lock_;

  // FORM: unlocked free unlocked before
  aio::task<> unlocked() {
    std::unique_lock<std::mutex> l(m_);
    ++count_;
    l.unlock();
    co_await aio::tick();
  }
  // FORM: unlocked-shared free a shared_lock unlocked before
  aio::task<> unlocked_shared() {
    std::shared_lock<std::shared_mutex> l(rw_);
    const int n = count_;
    l.unlock();
    co_await aio::store(n);
  }
  // FORM: unlocked-window free unlocked before, locked again behind
  aio::task<> unlocked_window() {
    std::unique_lock<std::mutex> l(m_);
    while (!state_.items.empty()) {
      state_.items.pop_back();
      l.unlock();
      co_await aio::tick();
      l.lock();
    }
  }
  // FORM: unlocked-both-paths free unlocked in both branches
  aio::task<> unlocked_both() {
    std::unique_lock<std::mutex> l(m_);
    if (open_) {
      ++count_;
      l.unlock();
    } else {
      l.unlock();
    }
    co_await aio::tick();
  }
  // FORM: unlocked-in-try-and-catch free unlocked at the end of try and in the handler
  aio::task<> unlocked_try_and_catch() {
    std::unique_lock<std::mutex> l(m_);
    try {
      state_.items.push_back(1);
      l.unlock();
    } catch (...) {
      l.unlock();
    }
    co_await aio::tick();
  }
  // FORM: unlocked-if-owned free unlocked where it is owned
  aio::task<> unlocked_if_owned() {
    std::unique_lock<std::mutex> l(m_, std::defer_lock);
    if (open_)
      l.lock();
    if (l.owns_lock())
      l.unlock();
    co_await aio::tick();
  }
  // FORM: released-and-unlocked free release() and unlock of what it returns
  aio::task<> released_and_unlocked() {
    std::unique_lock<std::mutex> l(m_);
    l.release()->unlock();
    co_await aio::tick();
  }
  // FORM: moved-to-callee free moved into a by-value parameter
  aio::task<> moved_to_callee() {
    std::unique_lock<std::mutex> l(m_);
    consume(std::move(l));
    co_await aio::tick();
  }
  // FORM: moved-to-inner free moved into a guard whose block ends
  aio::task<> moved_to_inner() {
    std::unique_lock<std::mutex> l(m_);
    {
      auto inner = std::move(l);
      ++count_;
    }
    co_await aio::tick();
  }
  // FORM: moved-to-temporary free moved into a temporary
  aio::task<> moved_to_temporary() {
    std::unique_lock<std::mutex> l(m_);
    std::unique_lock<std::mutex>(std::move(l));
    co_await aio::tick();
  }
  // FORM: assigned-empty free an empty guard is assigned
  aio::task<> assigned_empty() {
    std::unique_lock<std::mutex> l(m_);
    ++count_;
    l = std::unique_lock<std::mutex>();
    co_await aio::tick();
  }
  // FORM: assigned-braces free assigned from empty braces
  aio::task<> assigned_braces() {
    std::unique_lock<std::mutex> l(m_);
    l = {};
    co_await aio::tick();
  }
  // FORM: swapped-with-inner free swapped with an empty guard whose block ends
  aio::task<> swapped_with_inner() {
    std::unique_lock<std::mutex> l(m_);
    {
      std::unique_lock<std::mutex> inner;
      inner.swap(l);
    }
    co_await aio::tick();
  }
  // FORM: std-swapped free std::swap instead of the member function
  aio::task<> std_swapped() {
    std::unique_lock<std::mutex> l(m_);
    {
      std::unique_lock<std::mutex> inner;
      std::swap(inner, l);
    }
    co_await aio::tick();
  }
  // FORM: optional-reset free reset() of the optional
  aio::task<> optional_reset() {
    std::optional<std::lock_guard<std::mutex>> l(std::in_place, m_);
    ++count_;
    l.reset();
    co_await aio::tick();
  }
  // FORM: optional-nullopt free nullopt assigned
  aio::task<> optional_nullopt() {
    std::optional<std::unique_lock<std::mutex>> l;
    l.emplace(m_);
    l = std::nullopt;
    co_await aio::tick();
  }
  // FORM: optional-unlocked free unlocked inside the optional
  aio::task<> optional_unlocked() {
    std::optional<std::unique_lock<std::mutex>> l(std::in_place, m_);
    l->unlock();
    co_await aio::tick();
  }
  // FORM: unique-ptr-reset free reset() of the unique_ptr
  aio::task<> unique_ptr_reset() {
    auto l = std::make_unique<std::lock_guard<std::mutex>>(m_);
    l.reset();
    co_await aio::tick();
  }
  // FORM: unique-ptr-null free nullptr assigned
  aio::task<> unique_ptr_null() {
    auto l = std::make_unique<std::lock_guard<std::mutex>>(m_);
    l = nullptr;
    co_await aio::tick();
  }
  // FORM: vector-cleared free the vector of locks is cleared
  aio::task<> vector_cleared() {
    std::vector<std::unique_lock<std::mutex>> all;
    for (auto &m : shards_)
      all.emplace_back(m);
    all.clear();
    co_await aio::tick();
  }
  // FORM: member-unlocked free a data member's lock is unlocked
  aio::task<> member_unlocked() {
    lock_ = std::unique_lock(m_);
    ++count_;
    lock_.unlock();
    co_await aio::tick();
  }
  // FORM: lambda-owned-moved free moved into a closure that dies first
  aio::task<> lambda_owned() {
    std::unique_lock<std::mutex> l(m_);
    { auto job = [l = std::move(l)] { (void)l; }; }
    co_await aio::tick();
  }
  // FORM: unlocked-by-lambda free a lambda that unlocks is called
  aio::task<> unlocked_by_lambda() {
    std::unique_lock<std::mutex> l(m_);
    auto finish = [&l] { l.unlock(); };
    finish();
    co_await aio::tick();
  }
  // FORM: unlocked-by-helper free a helper unlocks the guard it gets by reference
  aio::task<> unlocked_by_helper() {
    std::unique_lock<std::mutex> l(m_);
    drop(l);
    co_await aio::tick();
  }
  // FORM: deferred-never free deferred and never locked
  aio::task<> deferred_never() {
    std::unique_lock<std::mutex> l(m_, std::defer_lock);
    co_await aio::tick();
  }
  // FORM: default-constructed free a guard without a mutex
  aio::task<> default_constructed() {
    std::unique_lock<std::mutex> l;
    co_await aio::tick();
  }
  // FORM: try-failed free the branch where try_lock failed
  aio::task<> try_failed() {
    if (!m_.try_lock()) {
      co_await aio::tick();
      co_return;
    }
    ++count_;
    m_.unlock();
  }
  // FORM: try-to-lock-failed free the branch where owns_lock() is false
  aio::task<> try_to_lock_failed() {
    std::unique_lock<std::mutex> l(m_, std::try_to_lock);
    if (!l.owns_lock()) {
      co_await aio::tick();
      co_return;
    }
    ++count_;
  }
  // FORM: try-to-lock-else free the else branch of a test of the guard
  aio::task<> try_to_lock_else() {
    if (std::unique_lock<std::mutex> l{m_, std::try_to_lock})
      ++count_;
    else
      co_await aio::tick();
  }
  // FORM: try-retry free suspended between two attempts only
  aio::task<> try_retry() {
    while (!m_.try_lock())
      co_await aio::tick();
    ++count_;
    m_.unlock();
  }
  // FORM: try-variable-failed free the result of try_lock is kept in a variable
  aio::task<> try_variable_failed() {
    const bool locked = m_.try_lock();
    if (locked) {
      ++count_;
      m_.unlock();
    } else {
      co_await aio::tick();
    }
  }
  // FORM: manual-unlocked free lock and unlock before
  aio::task<> manual_unlocked() {
    m_.lock();
    ++count_;
    m_.unlock();
    co_await aio::tick();
  }
  // FORM: manual-shared-unlocked free lock_shared and unlock_shared before
  aio::task<> manual_shared_unlocked() {
    rw_.lock_shared();
    const int n = count_;
    rw_.unlock_shared();
    co_await aio::store(n);
  }
  // FORM: std-lock-unlocked free both mutexes of std::lock are unlocked
  aio::task<> std_lock_unlocked() {
    std::lock(m_, other_);
    m_.unlock();
    other_.unlock();
    co_await aio::tick();
  }
  // FORM: adopted-scope-ended free the guard that adopted has ended
  aio::task<> adopted_scope_ended() {
    m_.lock();
    {
      std::lock_guard<std::mutex> l(m_, std::adopt_lock);
      ++count_;
    }
    co_await aio::tick();
  }
  // FORM: pthread-unlocked free pthread_mutex_unlock before
  aio::task<> pthread_unlocked() {
    pthread_mutex_lock(&posix_);
    ++count_;
    pthread_mutex_unlock(&posix_);
    co_await aio::tick();
  }
  // FORM: pthread-try-failed free pthread_mutex_trylock failed
  aio::task<> pthread_try_failed() {
    if (pthread_mutex_trylock(&posix_) != 0) {
      co_await aio::tick();
      co_return;
    }
    ++count_;
    pthread_mutex_unlock(&posix_);
  }
  // FORM: condition-variable-unlocked free unlocked after a condition variable's wait
  aio::task<> condition_variable_unlocked() {
    std::unique_lock<std::mutex> l(m_);
    cv_.wait(l, [this] { return open_; });
    l.unlock();
    co_await aio::tick();
  }
};
