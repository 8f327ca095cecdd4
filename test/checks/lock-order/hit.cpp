// RUN: %check_async %s async-lock-order %t

// Each function's callers and callees are such that some schedule makes no progress.

#include "sync.h"
#include <memory>
#include <utility>
#include <vector>

aio::task<> work();

// --- Again -------------------------------------------------------------------------------

struct again {
  aio::mutex m_;
  int n_ = 0;
  aio::task<> twice() {
    auto first = co_await m_.scoped_lock();
    auto second = co_await m_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this waits for 'm_', which this coroutine holds: it never goes on
    ++n_;
  }
  aio::task<> by_hand() {
    co_await m_.lock();
    co_await work();
    co_await m_.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_'
    m_.unlock();
  }
  aio::task<> flush() {
    auto turn = co_await m_.scoped_lock();
    ++n_;
  }
  aio::task<> flush_if_dirty() {
    if (n_ > 0)
      co_await flush();
  }
  aio::task<> through_two_helpers() {
    auto turn = co_await m_.scoped_lock();
    co_await flush_if_dirty();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_', which this coroutine holds: it never goes on
  }
  aio::task<> through_a_join() {
    auto turn = co_await m_.scoped_lock();
    co_await aio::when_all(work(), flush());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_'
  }
  aio::task<> through_a_local() {
    auto turn = co_await m_.scoped_lock();
    auto pending = flush();
    co_await std::move(pending);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_'
  }
  aio::task<> plain_helper_returns_the_task() {
    auto turn = co_await m_.scoped_lock();
    co_await later();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'm_'
  }
  aio::task<> later() { return flush(); }
  aio::task<> in_a_handler() {
    auto turn = co_await m_.scoped_lock();
    bool failed = false;
    try {
      co_await work();
    } catch (...) {
      failed = true;
    }
    if (failed)
      co_await flush();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this waits for 'm_'
  }
  aio::task<> through_a_lambda() {
    auto turn = co_await m_.scoped_lock();
    co_await [this]() -> aio::task<> {
      auto turn = co_await m_.scoped_lock();
      ++n_;
    }();
    // CHECK-MESSAGES: :[[@LINE-4]]:5: warning: this waits for 'm_'
  }
};

// The helper is of another class, and locks a member through a pointer to this one.
struct registry {
  aio::mutex m_;
  int size_ = 0;
  aio::task<> add() {
    auto turn = co_await m_.scoped_lock();
    ++size_;
  }
};
struct session {
  std::shared_ptr<registry> all_;
  aio::task<> announce() { co_await all_->add(); }
  aio::task<> rename() {
    auto turn = co_await all_->m_.scoped_lock();
    co_await announce();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'all_->m_'
  }
};
aio::task<> grow(registry &r) {
  auto turn = co_await r.m_.scoped_lock();
  co_await r.add();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this waits for 'r.m_'
}
template <class Registry> aio::task<> grow_any(Registry &r) {
  auto turn = co_await r.m_.scoped_lock();
  co_await r.add();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: this waits for 'r.m_'
}
template aio::task<> grow_any(registry &);

struct readers {
  aio::shared_mutex rw_;
  aio::task<int> count() {
    auto turn = co_await rw_.read_lock();
    co_return 1;
  }
  aio::task<> report() {
    auto turn = co_await rw_.read_lock();
    co_await count();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'rw_' again, of which this coroutine is a reader
  }
  aio::task<> write() { auto turn = co_await rw_.write_lock(); }
  aio::task<> upgrade() {
    auto turn = co_await rw_.read_lock();
    co_await write();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'rw_', which this coroutine holds
  }
};

struct copier {
  aio::semaphore buffers_{2};
  aio::task<> copy() {
    auto in = co_await buffers_.scoped_acquire();
    co_await work();
    auto out = co_await buffers_.scoped_acquire();
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: this waits for one more unit of 'buffers_', holding one
  }
};

// --- Opposite orders ---------------------------------------------------------------------

struct ledger {
  aio::mutex accounts_, journal_;
  aio::task<> book() {
    auto a = co_await accounts_.scoped_lock();
    auto j = co_await journal_.scoped_lock();
  }
  aio::task<> write_journal() { auto j = co_await journal_.scoped_lock(); }
  aio::task<> audit() {
    auto j = co_await journal_.scoped_lock();
    co_await work();
    co_await sum_up();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'accounts_' with 'journal_' held, and 'book' takes them the other way round
  }
  aio::task<> sum_up() { auto a = co_await accounts_.scoped_lock(); }
};

// --- Held for another --------------------------------------------------------------------

struct worker {
  aio::mutex m_;
  aio::condition changed_;
  aio::event done_;
  aio::gate gate_;
  aio::channel<int> jobs_;
  int n_ = 0;

  aio::task<> stop() {
    auto turn = co_await m_.scoped_lock();
    co_await done_.wait();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'done_' with 'm_' held, which 'run' needs before it gets that far
  }
  aio::task<> run() {
    auto turn = co_await m_.scoped_lock();
    co_await work();
    done_.set();
  }
  aio::task<> until_three() {
    auto turn = co_await m_.scoped_lock();
    co_await changed_.wait([this] { return n_ >= 3; });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'changed_' with 'm_' held, which 'count' needs before it gets that far
  }
  aio::task<> count() {
    auto turn = co_await m_.scoped_lock();
    ++n_;
    changed_.notify_all();
  }
  aio::task<> close() {
    auto turn = co_await m_.scoped_lock();
    co_await gate_.close();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this waits for 'gate_' with 'm_' held, which 'serve' needs
  }
  aio::task<> serve() {
    auto inside = gate_.hold();
    co_await work();
    auto turn = co_await m_.scoped_lock();
    ++n_;
  }
  aio::task<> take() {
    auto turn = co_await m_.scoped_lock();
    n_ = co_await jobs_.pop();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: this waits for 'jobs_' with 'm_' held, which 'give' needs
  }
  aio::task<> give() {
    auto turn = co_await m_.scoped_lock();
    co_await jobs_.push(n_);
  }
};

// --- Two objects of one class ---------------------------------------------------------------

class account {
  aio::mutex turn_;
  long sum_ = 0;

public:
  aio::task<> move_to(account &other, long n) {
    auto mine = co_await turn_.scoped_lock();
    auto theirs = co_await other.turn_.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: this waits for 'other.turn_' with 'turn_' held: a call of 'move_to' on the same two objects, exchanged, takes them the other way round, and they wait for each other for ever
    sum_ -= n;
    other.sum_ += n;
  }
};
struct purse {
  aio::mutex turn;
  long sum = 0;
};
aio::task<> pay(purse &from, purse &to, long n) {
  auto first = co_await from.turn.scoped_lock();
  auto second = co_await to.turn.scoped_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: this waits for 'to.turn' with 'from.turn' held: a call of 'pay' on the same two objects, exchanged
  from.sum -= n;
  to.sum += n;
}
// From a parent to its child, never back: no report by default.
class branch {
  aio::mutex turn_;
  std::vector<branch *> children_;
  branch *parent_ = nullptr;

public:
  aio::task<> adopt(branch &child) {
    auto mine = co_await turn_.scoped_lock();
    auto theirs = co_await child.turn_.scoped_lock();
    children_.push_back(&child);
    child.parent_ = this;
  }
};
