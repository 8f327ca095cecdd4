// RUN: %check_async %s async-concurrent-mutation %t

// What tasks that run side by side do to something that all of them reach.

#include "tasks.h"
#include <map>
#include <memory>
#include <string>
#include <vector>

aio::task<int> price(int id);
struct report {
  std::vector<int> rows;
  long sum = 0;
};
/// Its body is elsewhere: it may be suspended half-way.
aio::task<> merge(report &into, report part);

// A value from before the suspension is written after it.
aio::task<> add(int id, long &sum) {
  const long before = sum;
  const int more = co_await price(id);
  sum = before + more;
}
aio::task<long> two_calls() {
  long sum = 0;
  co_await aio::when_all(add(1, sum), add(2, sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: tasks that run side by side update 'sum': one overwrites what another did while it was suspended
  co_return sum;
}

// The same several coroutines and members deep, and the tasks are collected in a loop.
aio::task<> count(report &r, int id) {
  const long before = r.sum;
  r.sum = before + co_await price(id);
}
aio::task<> audit(report &all, int id) { co_await count(all, id); }
aio::task<> collected_in_a_loop(std::vector<int> ids) {
  report all;
  std::vector<aio::task<>> tasks;
  for (int id : ids)
    tasks.push_back(audit(all, id));
  co_await aio::when_all(std::move(tasks));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: tasks that run side by side update 'all.sum': one overwrites what another did while it was suspended
}

// Checked before, added after.
aio::task<> fill_cache(std::vector<int> ids) {
  std::map<int, int> cache;
  co_await aio::parallel_for_each(ids, [&](int id) -> aio::task<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: tasks that run side by side update 'cache': one overwrites what another did while it was suspended
    if (cache.contains(id))
      co_return;
    const int p = co_await price(id);
    cache.emplace(id, p);
  });
}

// A helper that is no coroutine does the change.
void put(std::map<int, int> &into, int id, int p) { into[id] = p; }
aio::task<> fill_through_helper(std::vector<int> ids) {
  std::map<int, int> cache;
  auto one = [&cache](int id) -> aio::task<> {
    if (cache.empty()) {
      const int p = co_await price(id);
      put(cache, id, p);
    }
  };
  co_await aio::parallel_for_each(ids, one);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: tasks that run side by side update 'cache': one overwrites what another did while it was suspended
}

// Given to a coroutine that is not seen.
aio::task<report> merged(std::vector<int> ids) {
  report all;
  co_await aio::parallel_for_each(ids, [&all](int id) -> aio::task<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: tasks that run side by side change 'all', which is half changed while one of them is suspended
    report part;
    part.rows.push_back(co_await price(id));
    co_await merge(all, std::move(part));
  });
  co_return all;
}

// Started in a loop and not waited for; what is shared is behind a shared_ptr.
aio::task<> note(std::shared_ptr<report> r, int id) {
  const long before = r->sum;
  const int p = co_await price(id);
  r->sum = before + p;
}

aio::task<> note_all(std::vector<int> ids) {
  auto all = std::make_shared<report>();
  for (int id : ids)
    aio::spawn(note(all, id));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: tasks that run side by side update 'all->sum': one overwrites what another did while it was suspended
  co_return;
}

// The order in which the results arrive shows.
aio::task<> fetch_into(int page, std::vector<int> &pages) {
  pages.push_back(co_await price(page));
}
aio::task<std::vector<int>> in_any_order() {
  std::vector<int> pages;
  co_await aio::when_all(fetch_into(1, pages), fetch_into(2, pages));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: tasks that run side by side add to 'pages': the order depends on which is done first, and with several threads this is a data race
  co_return pages;
}

// One of them walks what the other one changes.
aio::task<> drop_all(std::vector<int> &from) {
  co_await aio::tick();
  from.clear();
}
aio::task<> print_all(std::vector<int> &all) {
  for (int one : all)
    co_await price(one);
}
aio::task<> walked_and_cleared() {
  std::vector<int> ids{1, 2, 3};
  co_await aio::when_all(print_all(ids), drop_all(ids));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'ids' is changed by the tasks that are started while it is walked
}

// The fan-out walks a member that its tasks take from.
class peers {
  std::map<int, std::string> all_;
  aio::task<> ping(int id) {
    if (co_await price(id) < 0)
      forget(id);
  }
  void forget(int id) { all_.erase(id); }

public:
  aio::task<> ping_all() {
    auto one = [this](auto &peer) -> aio::task<> { co_await ping(peer.first); };
    co_await aio::parallel_for_each(all_, one);
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'all_' is changed by the tasks that are started while it is walked
  }
  aio::task<> drop_empty() {
    co_await aio::parallel_for_each(all_, [this](auto &peer) -> aio::task<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'all_' is changed by the tasks that are started while it is walked
      co_await aio::tick();
      std::erase_if(all_, [](auto &p) { return p.second.empty(); });
    });
  }
};

// Two messages at a time on one connection.
struct stream {
  aio::task<int> write_some(const char *data, int size);
  aio::task<> send(std::string text);
};
class client {
  stream out_;
  aio::task<> reply(std::string text) {
    int done = 0;
    while (done < int(text.size()))
      done += co_await out_.write_some(text.data() + done, int(text.size()) - done);
      // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: each call of this coroutine uses 'out_' in several steps, and calls that run side by side mix them
  }
  aio::task<> announce(std::string text) {
    co_await out_.send("head");
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: each call of this coroutine uses 'out_' in several steps, and calls that run side by side mix them
    co_await out_.send(std::move(text));
  }

public:
  void on_request(std::string text) { aio::spawn(reply(std::move(text))); }
  void on_ping() { aio::spawn(announce("ping")); }
  void on_pong() { aio::spawn(announce("pong")); }
};

// The element that is told to go knows whose it is, and takes itself out.
class choir;
class singer {
  choir &choir_;

public:
  explicit singer(choir &c) : choir_(c) {}
  aio::task<> leave(int id);
};
class choir {
  std::map<int, std::shared_ptr<singer>> singers_;

public:
  void on_left(int id) { singers_.erase(id); }
  aio::task<> dissolve() {
    co_await aio::parallel_for_each(singers_, [](auto &each) -> aio::task<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'singers_' is changed by the tasks that are started while it is walked
      co_await each.second->leave(each.first);
    });
  }
};
inline aio::task<> singer::leave(int id) {
  co_await aio::tick();
  choir_.on_left(id);
}

// One closure, called twice: what it captured is shared by both.
aio::task<int> two_clerks() {
  int tickets = 5;
  auto clerk = [&](int id) -> aio::task<> {
    while (tickets > 0) {
      co_await price(id);
      --tickets;
    }
  };
  co_await aio::when_all(clerk(1), clerk(2));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: tasks that run side by side update 'tickets': one overwrites what another did while it was suspended
  co_return tickets;
}
aio::task<int> two_careful_clerks() {
  int tickets = 5, sum = 0;
  auto clerk = [&](int id) -> aio::task<> {
    while (tickets > 0) {
      --tickets;
      const int got = co_await price(id);
      sum += got;
    }
  };
  co_await aio::when_all(clerk(1), clerk(2));
  co_return sum;
}

// Complete elements that say what they belong to: only the order differs. Not if that matters.
struct priced {
  int id = 0, price = 0;
};
aio::task<std::vector<priced>> say_which(std::vector<int> ids) {
  std::vector<priced> all;
  co_await aio::parallel_for_each(ids, [&all](int id) -> aio::task<> {
    priced one;
    one.id = id;
    one.price = co_await price(id);
    all.push_back(one);
  });
  co_return all;
}
aio::task<int> say_which_by_position(std::vector<int> ids) {
  std::vector<priced> all;
  co_await aio::parallel_for_each(ids, [&all](int id) -> aio::task<> {
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: tasks that run side by side add to 'all': the order depends on which is done first, and with several threads this is a data race
    const int got = co_await price(id);
    all.push_back({id, got});
  });
  co_return all.front().price;
}
