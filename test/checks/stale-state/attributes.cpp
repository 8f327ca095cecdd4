// RUN: %check_async %s async-stale-state %t
// RUN: %check_async -check-suffixes=,POSSIBLE %s async-stale-state %t -- -config='{CheckOptions: {Confidence: possible}}'

// What the author says of sharing, each beside the same code without it. The second run shows that
// nothing is left at the lowest confidence either.

#include "coroutine.h"
#include <map>
#include <memory>
#include <mutex>
#include <string>

aio::task<std::string> load(int id);
aio::task<std::unique_ptr<int>> make();

#define CONFINED [[clang::annotate("async_tidy::confined")]]
#define SINGLE [[clang::annotate("async_tidy::single_activation")]]
#define IDEMPOTENT [[clang::annotate("async_tidy::idempotent")]]
#define GUARDED_BY(...) __attribute__((guarded_by(__VA_ARGS__)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))

// --- confined -------------------------------------------------------------------------

class counts {
public:
  aio::task<> add() {
    int shared = shared_, own = own_;
    co_await aio::tick();
    shared_ = shared + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'shared_' is overwritten with a value computed from what it was before
    own_ = own + 1;
  }
  void reset() {
    shared_ = 0;
    own_ = 0;
  }

private:
  int shared_ = 0;
  CONFINED int own_ = 0;
};

class CONFINED parser {
public:
  aio::task<> step() {
    int at = at_;
    co_await aio::tick();
    at_ = at + 1;
  }
  void rewind() { at_ = 0; }
  int at_ = 0;
};

// A member whose class is.
class reader {
public:
  aio::task<> step() {
    int at = parser_.at_;
    co_await aio::tick();
    parser_.at_ = at + 1;
  }
  void rewind() { parser_.at_ = 0; }

private:
  parser parser_;
};

// An instance of a template has what the template has.
template <class T> class CONFINED box {
public:
  aio::task<> step() {
    T at = at_;
    co_await aio::tick();
    at_ = at + 1;
  }
  void rewind() { at_ = 0; }
  T at_ = 0;
};
template class box<int>;

CONFINED int confined_global = 0;
int shared_global = 0;
aio::task<> count_globally() {
  int a = confined_global, b = shared_global;
  co_await aio::tick();
  confined_global = a + 1;
  shared_global = b + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'shared_global' is overwritten
}
void reset_globally() { confined_global = shared_global = 0; }

// --- single_activation ----------------------------------------------------------------

class poller {
public:
  SINGLE aio::task<> poll();
  aio::task<> poll_twice() {
    int n = twice_;
    co_await aio::tick();
    twice_ = n + 1;
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:5: warning: 'twice_' is overwritten
  }

private:
  int once_ = 0, twice_ = 0;
};
// The definition has it from the declaration.
aio::task<> poller::poll() {
  int n = once_;
  co_await aio::tick();
  once_ = n + 1;
}

// Others may interfere all the same.
class polled {
public:
  SINGLE aio::task<> poll() {
    int n = n_;
    co_await aio::tick();
    n_ = n + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n_' is overwritten
  }
  void reset() { n_ = 0; }

private:
  int n_ = 0;
};

class SINGLE machine {
public:
  aio::task<> open() {
    if (!a_)
      a_ = co_await make();
  }
  aio::task<> reopen() {
    if (!b_)
      b_ = co_await make();
  }

private:
  std::unique_ptr<int> a_, b_;
};

// --- idempotent -----------------------------------------------------------------------

class cache {
public:
  aio::task<> fill(int id) {
    if (plain_.empty())
      plain_ = co_await load(id);
    if (!shared_)
      shared_ = co_await make();
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:{{[0-9]+}}: warning: 'shared_' may have changed since it was checked
    if (!filled_)
      filled_ = co_await make();
  }
  IDEMPOTENT aio::task<> warm_up() {
    if (!warm_)
      warm_ = co_await make();
  }
  aio::task<> connect() {
    if (up_ == 0) {
      co_await aio::tick();
      set_up();
    }
    if (down_ == 0) {
      co_await aio::tick();
      set_down();
      // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:{{[0-9]+}}: warning: 'down_' may have changed since it was checked
    }
  }

private:
  IDEMPOTENT void set_up() { up_ = up_ + 1; }
  void set_down() { down_ = down_ + 1; }
  std::string plain_;
  std::unique_ptr<int> shared_, warm_;
  IDEMPOTENT std::unique_ptr<int> filled_;
  int up_ = 0, down_ = 0;
};

// It says that filling twice does no harm, not that an update may be lost.
class still_lost {
public:
  aio::task<> add() {
    int n = n_;
    co_await aio::tick();
    n_ = n + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n_' is overwritten
  }
  void reset() { n_ = 0; }

private:
  IDEMPOTENT int n_ = 0;
};

// --- guarded_by, requires_capability --------------------------------------------------

class guarded {
public:
  aio::task<> add() {
    auto held = co_await m_.scoped_lock();
    int n = n_, bare = bare_;
    co_await aio::tick();
    n_ = n + 1;
    bare_ = bare + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'bare_' is overwritten
  }
  // The caller of this, which is not seen, has the lock.
  void reset() {
    n_ = 0;
    bare_ = 0;
  }
  // Held, given back and taken again.
  aio::task<> add_in_two_steps() {
    co_await m_.lock();
    int n = n_;
    m_.unlock();
    co_await m_.lock();
    n_ = n + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n_' is overwritten
    m_.unlock();
  }

private:
  aio::mutex m_;
  int n_ GUARDED_BY(m_) = 0;
  int bare_ = 0;
};

class required {
public:
  aio::task<> add() REQUIRES(m_) {
    int n = n_;
    co_await aio::tick();
    n_ = n + 1;
  }
  void reset() REQUIRES(m_) { n_ = 0; }
  aio::task<> add_unlocked() {
    int n = k_;
    co_await aio::tick();
    k_ = n + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'k_' is overwritten
  }
  void reset_k() __attribute__((exclusive_locks_required(m_))) { k_ = 0; }
  aio::task<> add_locked() {
    auto held = co_await m_.scoped_lock();
    int n = l_;
    co_await aio::tick();
    l_ = n + 1;
  }
  void reset_l() __attribute__((exclusive_locks_required(m_))) { l_ = 0; }

private:
  aio::mutex m_;
  int n_ = 0, k_ = 0, l_ = 0;
};

// A thread's lock keeps nobody out while a coroutine is suspended.
class guarded_by_a_threads_lock {
public:
  aio::task<> add() REQUIRES(m_) {
    int n = n_;
    co_await aio::tick();
    n_ = n + 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'n_' is overwritten
  }
  void reset() REQUIRES(m_) { n_ = 0; }

private:
  std::mutex m_;
  int n_ GUARDED_BY(m_) = 0;
};

// --- Misspelt -------------------------------------------------------------------------

class misspelt {
public:
  [[clang::annotate("async_tidy::single_activations")]] aio::task<> run();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: unknown annotation 'async_tidy::single_activations' has no effect; did you mean 'async_tidy::single_activation'? [async-stale-state]
  [[clang::annotate("async_tidy::confind")]] int n_ = 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: unknown annotation 'async_tidy::confind' has no effect; did you mean 'async_tidy::confined'? [async-stale-state]
  [[clang::annotate("other_tool::confind")]] int m_ = 0;
};
aio::task<> misspelt::run() { co_await aio::tick(); }
