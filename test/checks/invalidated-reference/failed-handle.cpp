// RUN: %check_async -expect-clean %s async-invalidated-reference %t
// RUN: %check_async -check-suffixes=POSSIBLE %s async-invalidated-reference %t -- \
// RUN:   -config="{CheckOptions: {async-invalidated-reference.Confidence: possible}}"

// A raw pointer that is cleared after one outcome of an awaited call on it, and used after another.

#include "coroutine.h"
#include <stdexcept>
#include <utility>

struct piece {
  int size = 0;
  bool last = false;
};
struct feed {
  aio::task<piece> next();
  aio::task<> put(int n);
  aio::task<> commit();
  void cancel();
};
void count(int n);

template <class F> struct at_exit {
  F f;
  explicit at_exit(F f) : f(std::move(f)) {}
  ~at_exit() { f(); }
};

// --- Reported -------------------------------------------------------------------------

aio::task<> guard_after_handler(feed *f) {
  at_exit stop([&] {
    if (f)
      f->cancel();
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:7: warning: 'f' is used here after an awaited call on it may have failed; elsewhere it is cleared after such a call, as if the object were gone
  });
  for (;;) {
    piece p;
    try {
      p = co_await f->next();
    } catch (...) {
      break;
    }
    count(p.size);
    if (p.last) {
      f = nullptr;
      break;
    }
  }
}

aio::task<> guard_after_uncaught(feed *f) {
  at_exit stop([&f] {
    if (f != nullptr)
      f->cancel();
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:7: warning: 'f' is used here after an awaited call on it may have failed
  });
  while (f) {
    piece p = co_await f->next();
    if (p.last)
      f = nullptr;
    count(p.size);
  }
}

aio::task<> in_handler(feed *f) {
  for (;;) {
    try {
      if ((co_await f->next()).last) {
        f = nullptr;
        break;
      }
    } catch (const std::runtime_error &) {
      f->cancel();
      // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:7: warning: 'f' is used here after an awaited call on it may have failed
      throw;
    }
  }
}

// The handler of one call knows it, the next call has none.
aio::task<> second_call(feed *f) {
  at_exit stop([&] {
    if (f)
      f->cancel();
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:7: warning: 'f' is used here after an awaited call on it may have failed
  });
  try {
    co_await f->put(1);
  } catch (...) {
    f = nullptr;
    throw;
  }
  co_await f->put(2);
}

class of_member {
public:
  explicit of_member(feed *f) : feed_(f) {}
  ~of_member() {
    if (feed_)
      feed_->cancel();
    // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:7: warning: 'feed_' is used here after an awaited call on it may have failed
  }
  aio::task<> run() {
    while (feed_) {
      piece p = co_await feed_->next();
      if (p.last)
        feed_ = nullptr;
      count(p.size);
    }
  }

private:
  feed *feed_;
};

// --- Not reported -----------------------------------------------------------------------

aio::task<> cleared_in_handler(feed *f) {
  at_exit stop([&] {
    if (f)
      f->cancel();
  });
  while (f) {
    piece p;
    try {
      p = co_await f->next();
    } catch (...) {
      f = nullptr;
      throw;
    }
    if (p.last)
      f = nullptr;
    count(p.size);
  }
}

// What is cleared on every way on is done with, not gone: the guard is for failure.
aio::task<> rolled_back(feed *f) {
  at_exit undo([&] {
    if (f)
      f->cancel();
  });
  co_await f->put(1);
  co_await f->commit();
  f = nullptr;
}

// Who ended it knows why it is cleared.
aio::task<> ended_here(feed *f) {
  at_exit stop([&] {
    if (f)
      f->cancel();
  });
  for (;;)
    if ((co_await f->next()).last) {
      f->cancel();
      f = nullptr;
      co_return;
    }
}

class owner {
public:
  ~owner() { delete feed_; }
  aio::task<> run() {
    while (feed_) {
      piece p = co_await feed_->next();
      if (p.last) {
        delete feed_;
        feed_ = nullptr;
      }
    }
  }

private:
  feed *feed_ = new feed;
};

struct stop {
  stop *next = nullptr;
  int id = 0;
  aio::task<piece> visit();
};
aio::task<> moved_on(stop *s) {
  while (s) {
    if ((co_await s->visit()).last)
      break;
    s = s->next;
  }
  if (s)
    count(s->id);
}

aio::task<> fresh_one(feed *f, feed *other) {
  try {
    if ((co_await f->next()).last)
      f = nullptr;
  } catch (...) {
    f = other;
  }
  if (f)
    f->cancel();
}
