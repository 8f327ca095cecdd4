// RUN: %check_async %s async-stale-state %t

// Who else can reach what a coroutine looks at: not only the methods of its class.

#include "coroutine.h"
#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

struct connection {
  void reply(int code);
};
namespace loop {
void on_timer(std::function<void()> handler);
} // namespace loop

// A global, and a static member.
static std::unique_ptr<connection> uplink;
void drop_uplink() { uplink.reset(); }
aio::task<> use_uplink() {
  if (!uplink)
    co_return;
  co_await aio::tick();
  uplink->reply(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uplink' may no longer be what it was when it was checked
  // CHECK-MESSAGES: :[[@LINE-7]]:{{[0-9]+}}: note: meanwhile 'drop_uplink' takes away from 'uplink'
}

class registry {
public:
  static void clear() { names_.clear(); }
  static aio::task<int> last() {
    if (names_.empty())
      co_return 0;
    co_await aio::tick();
    co_return names_.back();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'names_' may no longer be what it was when it was checked
  }

private:
  static std::vector<int> names_;
};

// Constants and locals are nobody else's.
static const std::vector<int> primes = {2, 3, 5};
aio::task<int> constant() {
  if (primes.empty())
    co_return 0;
  co_await aio::tick();
  co_return primes.back();
}

// What a parameter refers to.
struct session {
  std::unique_ptr<connection> peer;
  std::deque<int> backlog;
  void close() { peer.reset(); }
};
void flush(session &s) { s.backlog.clear(); }

aio::task<> answer(session &s) {
  if (!s.peer)
    co_return;
  co_await aio::tick();
  s.peer->reply(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 's.peer' may no longer be what it was when it was checked
}
aio::task<> answer_later(std::shared_ptr<session> s) {
  if (!s->peer)
    co_return;
  co_await aio::tick();
  s->peer->reply(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 's->peer' may no longer be what it was when it was checked
}
aio::task<int> next(session *s) {
  if (s->backlog.empty())
    co_return 0;
  co_await aio::tick();
  co_return s->backlog.front();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 's->backlog' may no longer be what it was when it was checked
}
// By value, or given away: owned.
aio::task<> own(session s, std::unique_ptr<session> p, session &&r) {
  if (!s.peer || !p->peer || !r.peer)
    co_return;
  co_await aio::tick();
  s.peer->reply(1);
  p->peer->reply(1);
  r.peer->reply(1);
}

// A base class's method, a friend, a registered callback.
class link_base {
public:
  void hang_up() { peer_.reset(); }

protected:
  std::unique_ptr<connection> peer_;
};
class fast_link : public link_base {
public:
  aio::task<> send() {
    if (!peer_)
      co_return;
    co_await aio::tick();
    peer_->reply(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'peer_' may no longer be what it was when it was checked
  }
};

class befriended {
public:
  friend void on_signal(befriended &b) { b.peer_.reset(); }
  aio::task<> send() {
    if (!peer_)
      co_return;
    co_await aio::tick();
    peer_->reply(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'peer_' may no longer be what it was when it was checked
  }

private:
  std::unique_ptr<connection> peer_;
};

class timed {
public:
  explicit timed() {
    loop::on_timer([this] { peer_.reset(); });
  }
  aio::task<> send() {
    if (!peer_)
      co_return;
    co_await aio::tick();
    peer_->reply(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'peer_' may no longer be what it was when it was checked
    // CHECK-MESSAGES: :[[@LINE-8]]:{{[0-9]+}}: note: meanwhile a lambda of 'timed' takes away from 'peer_'
  }

private:
  std::unique_ptr<connection> peer_;
};

// Through a helper that is given the member, and through the standard library's free functions.
class helped {
public:
  void stop() { forget(peer_); }
  void replace() { auto old = std::exchange(other_, nullptr); }
  void hand_over() { taken_by_ = std::move(third_); }
  void prune() {
    std::for_each(jobs_.begin(), jobs_.end(), [this](int) { fourth_.reset(); });
  }
  aio::task<> send() {
    if (!peer_ || !other_ || !third_ || !fourth_)
      co_return;
    co_await aio::tick();
    peer_->reply(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'peer_' may no longer be what it was when it was checked
    other_->reply(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'other_' may no longer be what it was when it was checked
    third_->reply(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'third_' may no longer be what it was when it was checked
    fourth_->reply(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'fourth_' may no longer be what it was when it was checked
  }

private:
  static void forget(std::unique_ptr<connection> &p) { p.reset(); }
  std::unique_ptr<connection> peer_, third_, taken_by_, fourth_;
  connection *other_ = nullptr;
  std::vector<int> jobs_;
};

// What a lambda that runs twice at a time captured by reference; a copy is its own.
namespace captured {
template <typename A, typename B> aio::task<> when_all(A a, B b);
aio::task<int> by_reference() {
  int budget = 10;
  auto buy = [&budget](int price) -> aio::task<> {
    if (budget < price)
      co_return;
    co_await aio::store(price);
    budget -= price;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'budget' may have changed since it was checked
  };
  co_await when_all(buy(6), buy(6));
  co_return budget;
}
aio::task<int> by_copy() {
  int budget = 10;
  auto buy = [budget](int price) mutable -> aio::task<> {
    if (budget < price)
      co_return;
    co_await aio::store(price);
    budget -= price;
  };
  co_await when_all(buy(6), buy(6));
  co_return budget;
}
aio::task<int> one_by_one() {
  int budget = 10;
  auto buy = [&budget](int price) -> aio::task<> {
    if (budget < price)
      co_return;
    co_await aio::store(price);
    budget -= price;
  };
  co_await buy(6);
  co_await buy(6);
  co_return budget;
}
} // namespace captured
