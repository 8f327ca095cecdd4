// RUN: %check_async -expect-clean %s async-lock-order %t

#include "sync.h"
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

aio::task<> work();

struct orderly {
  aio::mutex m_, other_;
  aio::shared_mutex rw_;
  int n_ = 0;

  aio::task<> flush() {
    auto turn = co_await m_.scoped_lock();
    ++n_;
  }
  aio::task<> flush_locked() { co_await work(); }

  aio::task<> after_the_scope() {
    {
      auto turn = co_await m_.scoped_lock();
      ++n_;
    }
    co_await flush();
  }
  aio::task<> unlocked_by_hand() {
    co_await m_.lock();
    ++n_;
    m_.unlock();
    co_await flush();
  }
  aio::task<> in_each_round() {
    for (int i = 0; i < 3; ++i) {
      auto turn = co_await m_.scoped_lock();
      co_await flush_locked();
    }
  }
  aio::task<> given_back(aio::shared_mutex::hold mine) {
    mine.unlock();
    auto again = co_await rw_.write_lock();
  }
  aio::task<> gives_it_away() {
    auto mine = co_await rw_.write_lock();
    co_await given_back(std::move(mine));
    auto again = co_await rw_.read_lock();
  }
  aio::task<> given_back_early() {
    auto mine = co_await rw_.write_lock();
    mine.unlock();
    mine = co_await rw_.write_lock();
    co_await work();
  }
  aio::task<> only_started() {
    auto turn = co_await m_.scoped_lock();
    aio::spawn(flush());
    co_await work();
  }
  aio::task<> made_and_not_awaited() {
    auto turn = co_await m_.scoped_lock();
    pending_.push_back(flush());
    co_await work();
  }
  std::vector<aio::task<>> pending_;

  // Always in one order.
  aio::task<> one() {
    auto a = co_await m_.scoped_lock();
    auto b = co_await other_.scoped_lock();
  }
  aio::task<> two() {
    auto a = co_await m_.scoped_lock();
    co_await work();
    auto b = co_await other_.scoped_lock();
  }
};

// Opposite orders, both inside a third lock.
struct chaired {
  aio::mutex chair_, a_, b_;
  aio::task<> ab() {
    auto c = co_await chair_.scoped_lock();
    auto a = co_await a_.scoped_lock();
    auto b = co_await b_.scoped_lock();
  }
  aio::task<> ba() {
    auto c = co_await chair_.scoped_lock();
    auto b = co_await b_.scoped_lock();
    auto a = co_await a_.scoped_lock();
  }
};

// Units of a semaphore that others give are signals; and one at a time asks for two.
struct tokens {
  aio::semaphore items_{0};
  aio::semaphore buffers_{2};
  aio::mutex asking_;
  int n_ = 0;
  aio::task<> consume() {
    for (;;) {
      co_await items_.acquire();
      ++n_;
    }
  }
  void produce() { items_.release(); }
  aio::task<> copy() {
    auto turn = co_await asking_.scoped_lock();
    auto in = co_await buffers_.scoped_acquire();
    auto out = co_await buffers_.scoped_acquire();
  }
};

// Another object's lock, or an element's.
struct node {
  aio::mutex m_;
  node *next_ = nullptr;
  std::vector<std::unique_ptr<node>> children_;
  aio::task<> touch() { auto turn = co_await m_.scoped_lock(); }
  aio::task<> parent_then_child() {
    auto turn = co_await m_.scoped_lock();
    co_await next_->touch();
    for (auto &child : children_)
      co_await child->touch();
  }
};
aio::task<> hand_over_hand(node *n) {
  auto turn = std::make_optional(co_await n->m_.scoped_lock());
  while (n->next_) {
    n = n->next_;
    turn.emplace(co_await n->m_.scoped_lock());
  }
}

// What is waited for comes without the lock.
struct worker {
  aio::mutex m_;
  aio::condition changed_;
  aio::event done_;
  aio::gate gate_;
  int n_ = 0;

  aio::task<> stop() {
    auto turn = co_await m_.scoped_lock();
    co_await done_.wait();
  }
  aio::task<> run() {
    {
      auto turn = co_await m_.scoped_lock();
      co_await work();
    }
    done_.set();
  }
  void on_abort() { done_.set(); }
  // The wait gives the lock back.
  aio::task<> until_three() {
    auto turn = co_await m_.scoped_lock();
    while (n_ < 3)
      co_await changed_.wait(turn);
  }
  aio::task<> count() {
    auto turn = co_await m_.scoped_lock();
    ++n_;
    changed_.notify_all();
  }
  aio::task<> close() {
    auto turn = co_await m_.scoped_lock();
    co_await gate_.close();
  }
  aio::task<> serve() {
    auto turn = co_await m_.scoped_lock();
    auto inside = gate_.hold();
    co_await work();
  }
};

// A parameter tells that the lock is held already.
struct told {
  aio::mutex m_;
  int n_ = 0;
  aio::task<> bump(bool locked) {
    std::optional<aio::mutex::guard> turn;
    if (!locked)
      turn.emplace(co_await m_.scoped_lock());
    ++n_;
  }
  aio::task<> twice() {
    auto turn = co_await m_.scoped_lock();
    co_await bump(true);
    co_await bump(true);
  }
};

// The wait is given the lock, gives it back, and takes it again.
struct own_condition {
  template <class P> aio::task<> wait(aio::mutex &m, P done) {
    while (!done()) {
      m.unlock();
      co_await work();
      co_await m.lock();
    }
  }
};
struct waits_with_its_lock {
  aio::mutex m_;
  own_condition changed_;
  int n_ = 0;
  aio::task<> until_three() {
    co_await m_.lock();
    co_await changed_.wait(m_, [this] { return n_ >= 3; });
    m_.unlock();
  }
};

// Two objects of one class, in an order that does not depend on who is asked.
class account {
  aio::mutex turn_;
  long sum_ = 0;

public:
  aio::task<> move_to(account &other, long n) {
    account &low = std::less<account *>()(this, &other) ? *this : other;
    account &high = &low == this ? other : *this;
    auto first = co_await low.turn_.scoped_lock();
    auto second = co_await high.turn_.scoped_lock();
    sum_ -= n;
    other.sum_ += n;
  }
  aio::task<> take_from(account &other) {
    if (this < &other) {
      auto first = co_await turn_.scoped_lock();
      auto second = co_await other.turn_.scoped_lock();
      sum_ += std::exchange(other.sum_, 0);
    } else {
      auto first = co_await other.turn_.scoped_lock();
      auto second = co_await turn_.scoped_lock();
      sum_ += std::exchange(other.sum_, 0);
    }
  }
  aio::task<> even_out(account &other) {
    if (&other < this) {
      co_await other.even_out(*this);
      co_return;
    }
    auto first = co_await turn_.scoped_lock();
    auto second = co_await other.turn_.scoped_lock();
    sum_ = other.sum_ = (sum_ + other.sum_) / 2;
  }
};
