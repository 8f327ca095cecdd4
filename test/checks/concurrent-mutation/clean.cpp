// RUN: %check_async -expect-clean %s async-concurrent-mutation,async-unjoined-task,async-thread-mixing %t
// RUN: %check_async -expect-clean %s async-concurrent-mutation,async-unjoined-task,async-thread-mixing %t -- \
// RUN:   -config='{CheckOptions: {Confidence: possible}}'

// Tasks side by side that do not get in each other's way.

#include "tasks.h"
#include <memory>
#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <vector>

aio::task<int> price(int id);

// Each works on a slot of its own.
aio::task<> fill_slot(int id, int &slot) { slot = co_await price(id); }
aio::task<std::vector<int>> own_slots(std::vector<int> ids) {
  std::vector<int> out(ids.size());
  std::vector<aio::task<>> tasks;
  for (size_t i = 0; i != ids.size(); ++i)
    tasks.push_back(fill_slot(ids[i], out[i]));
  co_await aio::when_all(std::move(tasks));
  co_return out;
}
aio::task<> own_elements(std::vector<int> prices) {
  co_await aio::parallel_for_each(prices, [](int &p) -> aio::task<> { p += co_await price(p); });
}

// Each change is one step: nobody runs between its look and its change.
aio::task<long> one_step(std::vector<int> ids) {
  long sum = 0;
  std::map<int, int> cache;
  co_await aio::parallel_for_each(ids, [&](int id) -> aio::task<> {
    const int p = co_await price(id);
    sum += p;
    if (!cache.contains(id))
      cache.emplace(id, p);
  });
  co_return sum;
}

// Looked at again after the wait.
aio::task<> looked_again(std::vector<int> ids) {
  std::map<int, int> cache;
  co_await aio::parallel_for_each(ids, [&](int id) -> aio::task<> {
    if (cache.contains(id))
      co_return;
    const int p = co_await price(id);
    if (cache.contains(id))
      co_return;
    cache.emplace(id, p);
  });
}

// An async lock is held from the look to the change.
aio::task<> locked(std::vector<int> ids) {
  std::map<int, int> cache;
  aio::mutex turn;
  co_await aio::parallel_for_each(ids, [&](int id) -> aio::task<> {
    auto mine = co_await turn.scoped_lock();
    if (cache.contains(id))
      co_return;
    cache.emplace(id, co_await price(id));
  });
}

// One after the other.
aio::task<> add(int id, long &sum) {
  const long before = sum;
  sum = before + co_await price(id);
}
aio::task<long> in_turn(std::vector<int> ids) {
  long sum = 0;
  for (int id : ids)
    co_await add(id, sum);
  co_await add(1, sum);
  auto second = add(2, sum);
  co_await std::move(second);
  std::vector<aio::task<>> rest;
  rest.push_back(add(3, sum));
  rest.push_back(add(4, sum));
  for (auto &each : rest)
    co_await std::move(each);
  co_return sum;
}

// Each round of the loop has its own.
aio::task<> own_totals(std::vector<int> ids) {
  for (int id : ids) {
    auto sum = std::make_shared<long>();
    aio::spawn([](int id, std::shared_ptr<long> sum) -> aio::task<> {
      const long before = *sum;
      *sum = before + co_await price(id);
    }(id, sum));
  }
  co_return;
}

// Only one of the two is started.
aio::task<> either(bool fast) {
  long sum = 0;
  if (fast)
    co_await aio::when_all(add(1, sum));
  else
    co_await aio::when_all(add(2, sum));
}

// They return what they found, and it is put together when all are done.
aio::task<> walks_a_copy(std::vector<int> &all) {
  auto copy = all;
  co_await aio::parallel_for_each(copy, [&all](int) -> aio::task<> {
    co_await aio::tick();
    all.clear();
  });
}

// A queue, and one writer at a time.
struct stream {
  aio::task<> send(std::string text);
};
class client {
  stream out_;
  bool busy_ = false;
  aio::mutex turn_;
  aio::task<> drain(std::string text) {
    co_await out_.send("head");
    co_await out_.send(std::move(text));
    busy_ = false;
  }
  aio::task<> reply(std::string text) {
    auto mine = co_await turn_.scoped_lock();
    co_await out_.send("head");
    co_await out_.send(std::move(text));
  }
  aio::task<> run() {
    for (;;) {
      co_await out_.send("head");
      co_await aio::tick();
    }
  }

public:
  void start() { aio::spawn(run()); }
  void on_request(std::string text) {
    if (busy_)
      return;
    busy_ = true;
    aio::spawn(drain(std::move(text)));
  }
  void on_event(std::string text) { aio::spawn(reply(std::move(text))); }
};

// Atomics, and a mutex that is not held across a suspension.
class tally {
  std::atomic<int> hits_ = 0;
  int misses_ = 0;
  std::mutex guard_;
  void miss() {
    std::lock_guard l(guard_);
    ++misses_;
  }

public:
  void on_request(int id) {
    aio::pool().post([this, id] {
      ++hits_;
      if (id < 0)
        miss();
    });
  }
  int misses() {
    std::lock_guard l(guard_);
    return misses_;
  }
};

// The element takes itself out of what is not walked.
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
    auto all = singers_;
    co_await aio::parallel_for_each(all, [](auto &each) -> aio::task<> {
      co_await each.second->leave(each.first);
    });
  }
};
inline aio::task<> singer::leave(int id) {
  co_await aio::tick();
  choir_.on_left(id);
}
