// RUN: %check_async %s async-thread-mixing %t

// State that is touched on other threads and on the coroutines' own, with no lock in common.

#include "tasks.h"
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

int parse(const std::string &text);
aio::task<std::string> next_line();

// On a pool after a switch, at home by an event.
class page {
  std::string text_;
  int width_ = 0;

public:
  aio::task<> layout() {
    co_await aio::resume_on(aio::pool());
    width_ = parse(text_);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'width_' is changed here, on a thread of a pool, without a lock in common with another thread that uses it
    co_await aio::resume_on(aio::main_loop());
  }
  void on_edit(std::string text) {
    text_ = std::move(text);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'text_' is changed here, on the coroutines' own thread, without a lock in common with another thread that uses it
    width_ = 0;
  }
};

// In a callable that a helper runs on a pool: its body tells.
class index {
  std::map<std::string, int> words_;
  aio::mutex turn_;

public:
  aio::task<int> count() {
    auto mine = co_await turn_.scoped_lock();
    co_return co_await aio::offload([this] { return int(words_.size()); });
  }
  aio::task<> fill(std::string line) {
    words_.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'words_' is changed here, on the coroutines' own thread, without a lock in common with another thread that uses it
    auto mine = co_await turn_.scoped_lock();
    words_[line] = co_await aio::offload([line] { return parse(line); });
  }
  void on_word(std::string word) { words_.erase(word); }
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'words_' is changed here, on the coroutines' own thread, without a lock in common with another thread that uses it
};

// Posted, and nobody waits.
class meter {
  long total_ = 0;

public:
  void on_request(std::string text) {
    aio::pool().post([this, text] { total_ += parse(text); });
    // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'total_' is changed here, on a thread of a pool, without a lock in common with another thread that uses it
  }
  long total() const { return total_; }
};

// A thread of its own, whose helper takes a lock that the other side forgets.
class journal {
  std::thread writer_;
  std::mutex guard_;
  std::vector<std::string> lines_;
  void write_all() {
    std::lock_guard l(guard_);
    lines_.clear();
  }

public:
  void start() {
    writer_ = std::thread([this] { write_all(); });
  }
  void add(std::string line) { lines_.push_back(std::move(line)); }
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'lines_' is changed here, on the coroutines' own thread, without a lock in common with another thread that uses it
};

// A cache that fills itself, asked by sessions that run on a pool.
class patterns {
  std::map<std::string, int> known_;

public:
  int get(const std::string &text) {
    auto it = known_.find(text);
    if (it == known_.end())
      it = known_.emplace(text, parse(text)).first;
      // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'patterns_.known_' is changed here, on a thread of a pool, without a lock in common with another thread that uses it
    return it->second;
  }
};
class server {
  patterns patterns_;
  aio::task<> serve(int) {
    co_await aio::resume_on(aio::pool());
    for (;;) {
      std::string line = co_await next_line();
      if (patterns_.get(line) == 0)
        co_return;
    }
  }

public:
  void on_session(int id) { aio::spawn(serve(id)); }
};

// Lent to a coroutine that uses it elsewhere than its own coroutines do.
class hub {
  std::map<std::string, int> topics_;

public:
  aio::task<int> subscribe(std::string name) {
    co_await aio::resume_on(aio::main_loop());
    co_return ++topics_[name];
  }
  void retire(const std::string &name) { topics_.erase(name); }
  // CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'topics_' is changed here, on another loop's thread, without a lock in common with another thread that uses it
};
aio::task<> query(hub &h, std::string name) {
  co_await h.subscribe(name);
  co_await aio::resume_on(aio::disk_loop());
  h.retire(name);
}

// Each part is visited on its owner's thread, and all add to one local.
struct part {
  aio::task<int> count();
};
aio::task<long> count_all(std::vector<part *> parts) {
  long sum = 0;
  co_await aio::parallel_for_each(parts, [&sum](part *p) -> aio::task<> {
    co_await aio::resume_on(aio::owner_of(p));
    const int n = co_await p->count();
    sum += n;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sum' is changed here, on a thread of a pool, without a lock in common with another thread that uses it
  });
  co_return sum;
}

// Two tasks of one function, each on a thread of the pool, through a helper.
aio::task<> add_on_pool(int n, long &sum) {
  co_await aio::resume_on(aio::pool());
  sum += n;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sum' is changed here, on a thread of a pool, without a lock in common with another thread that uses it
}
aio::task<long> add_both() {
  long sum = 0;
  co_await aio::when_all(add_on_pool(1, sum), add_on_pool(2, sum));
  co_return sum;
}

// The same in a loop.
aio::task<> find_on_pool(int n, std::vector<int> &found) {
  co_await aio::resume_on(aio::pool());
  found.push_back(n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'found' is changed here, on a thread of a pool, without a lock in common with another thread that uses it
}
aio::task<> find_all(int count) {
  std::vector<int> found;
  std::vector<aio::task<>> all;
  for (int n = 0; n != count; ++n)
    all.push_back(find_on_pool(n, found));
  co_await aio::when_all(std::move(all));
}

// Each thread has a thread_local of its own: what was taken from one is put into another.
thread_local int depth = 0;
thread_local std::vector<int> scratch;
aio::task<> raised_and_lowered() {
  ++depth;
  co_await aio::resume_on(aio::pool());
  --depth;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'depth' is thread_local: what is lowered here is not that of the thread on which it was raised
}
aio::task<> saved_and_restored() {
  const int before = depth;
  depth = 0;
  co_await aio::resume_on(aio::pool());
  depth = before;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'depth' is thread_local: what is written here is not that of the thread on which it was read
}
aio::task<> goes_to_pool() { co_await aio::resume_on(aio::pool()); }
aio::task<> moved_by_a_helper() {
  const int before = depth;
  co_await goes_to_pool();
  depth = before + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'depth' is thread_local: what is written here is not that of the thread on which it was read
}
aio::task<> iterator_carried() {
  auto at = scratch.begin();
  co_await aio::resume_on(aio::pool());
  *at = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:4: warning: 'scratch' is thread_local: what is used here is not that of the thread on which it was found
}

// The pool's side locks; the loop's side moves all out of it, as an argument, without the lock.
class depot {
  std::mutex guard_;
  std::list<int> crates_;
  aio::task<> unload(std::string text) {
    co_await aio::resume_on(aio::pool());
    const int crate = parse(text);
    std::scoped_lock l(guard_);
    crates_.push_back(crate);
  }

public:
  void on_lorry(std::string text) { aio::spawn(unload(text)); }
  void on_train() {
    std::list<int> train;
    train.splice(train.begin(), crates_);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'crates_' is changed here, on the coroutines' own thread, without a lock in common with another thread that uses it
  }
  void on_ship() {
    std::list<int> ship;
    ship.swap(crates_);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'crates_' is changed here, on the coroutines' own thread, without a lock in common with another thread that uses it
  }
};

// A thread that the constructor starts, before its body.
class reader {
  std::vector<std::string> lines_;
  std::jthread thread_;
  void loop() { lines_.push_back(""); }
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'lines_' is changed here, on a thread of a pool, without a lock in common with another thread that uses it

public:
  reader() : thread_(&reader::loop, this) {}
  void clear() { lines_.clear(); }
};
class follower {
  std::vector<std::string> lines_;
  std::jthread thread_{[this] { lines_.clear(); }};
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'lines_' is changed here, on a thread of a pool, without a lock in common with another thread that uses it

public:
  follower() = default;
  explicit follower(std::string first) { lines_.push_back(std::move(first)); }
  std::size_t count() const { return lines_.size(); }
};
class copier {
  std::vector<std::string> lines_;
  std::jthread thread_{[this] { lines_.clear(); }};
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'lines_' is changed here, on a thread of a pool, without a lock in common with another thread that uses it

public:
  std::size_t count() const { return lines_.size(); }
};
copier the_copier;

// What fails on the pool is handled there, wherever the try block would have gone.
class ledger {
  std::map<std::string, int> rows_;
  std::vector<std::string> failures_;

public:
  aio::task<> load(std::string name) {
    try {
      co_await aio::resume_on(aio::pool());
      const int n = parse(name);
      co_await aio::resume_on(aio::main_loop());
      rows_[name] = n;
    } catch (...) {
      failures_.push_back(name);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'failures_' is changed here, on a thread of a pool, without a lock in common with another thread that uses it
    }
  }
  void on_reset() { failures_.clear(); }
};
