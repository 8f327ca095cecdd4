// RUN: %check_async -expect-clean %s async-thread-mixing,async-concurrent-mutation,async-unjoined-task %t
// RUN: %check_async -expect-clean %s async-thread-mixing,async-concurrent-mutation,async-unjoined-task %t -- \
// RUN:   -config='{CheckOptions: {Confidence: possible}}'

// Threads that keep apart.

#include "tasks.h"
#include <atomic>
#include <coroutine>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

int parse(const std::string &text);
aio::task<std::string> next_line();

// Copies go there, the result comes back.
class page {
  std::string text_;
  int width_ = 0;

public:
  aio::task<> layout() {
    std::string text = text_;
    co_await aio::resume_on(aio::pool());
    const int width = parse(text);
    co_await aio::resume_on(aio::main_loop());
    width_ = width;
  }
  aio::task<> layout_in_one() {
    width_ = co_await aio::offload([text = text_] { return parse(text); });
  }
  void on_edit(std::string text) {
    text_ = std::move(text);
    width_ = 0;
  }
};

// All under one async lock.
class index {
  std::map<std::string, int> words_;
  aio::mutex turn_;
  bool stale_ = false;

public:
  aio::task<int> count() {
    auto mine = co_await turn_.scoped_lock();
    stale_ = false;
    co_return co_await aio::offload([this] { return int(words_.size()); });
  }
  aio::task<> fill(std::string line) {
    auto mine = co_await turn_.scoped_lock();
    words_[line] = 1;
  }
  void on_edit() { stale_ = true; }
};

// All under one mutex, taken in helpers; atomics.
class journal {
  std::thread writer_;
  std::mutex guard_;
  std::atomic<bool> stop_ = false;
  std::vector<std::string> lines_;
  void write_all() {
    std::lock_guard l(guard_);
    lines_.clear();
  }
  void keep(std::string line) {
    std::unique_lock l(guard_);
    lines_.push_back(std::move(line));
  }

public:
  void start() {
    writer_ = std::thread([this] {
      while (!stop_)
        write_all();
    });
  }
  void add(std::string line) { keep(std::move(line)); }
  void stop() {
    stop_ = true;
    writer_.join();
  }
};

// Only read once it is made.
class patterns {
  std::map<std::string, int> known_;

public:
  explicit patterns(const std::vector<std::string> &all) {
    for (const std::string &one : all)
      known_.emplace(one, parse(one));
  }
  int get(const std::string &text) const {
    auto it = known_.find(text);
    return it == known_.end() ? 0 : it->second;
  }
};
class server {
  const patterns patterns_;
  aio::task<> serve(int) {
    co_await aio::resume_on(aio::pool());
    while (patterns_.get(co_await next_line()) != 0)
      ;
  }

public:
  server() : patterns_({"a", "b"}) {}
  void on_session(int id) { aio::spawn(serve(id)); }
};

// One caller, who waits for the pool.
class encoder {
  aio::mutex turn_;
  int count_ = 0;
  int step(const std::string &text) { return count_ += parse(text); }

public:
  aio::task<int> encode(std::string text) {
    auto mine = co_await turn_.scoped_lock();
    co_return co_await aio::offload([this, text] { return step(text); });
  }
};

// The thread's own loop is a public function.
class worker {
  std::thread thread_;
  int rounds_ = 0;

public:
  void start() {
    thread_ = std::thread([this] { loop(); });
  }
  void loop() { ++rounds_; }
  int rounds_at_end() {
    thread_.join();
    return rounds_;
  }
};

// Each adds to its own.
aio::task<> own_counts(std::vector<int> counts) {
  co_await aio::parallel_for_each(counts, [](int &n) -> aio::task<> {
    co_await aio::resume_on(aio::owner_of(&n));
    ++n;
  });
}

// What each thread has for itself, used in one go.
thread_local int depth = 0;
thread_local std::vector<int> scratch;
int plain_depth = 0;
aio::task<> each_its_own(std::vector<int> ids) {
  co_await aio::parallel_for_each(ids, [](int id) -> aio::task<> {
    co_await aio::resume_on(aio::owner_of(&id));
    scratch.push_back(id);
    ++depth;
    --depth;
  });
}
aio::task<> looked_up_again() {
  ++depth;
  scratch.clear();
  auto at = scratch.begin();
  (void)*at;
  --depth;
  co_await aio::resume_on(aio::pool());
  at = scratch.begin();
  ++depth;
  *at = 1;
  --depth;
}
aio::task<> comes_back() {
  ++depth;
  co_await aio::resume_on(aio::pool());
  co_await aio::resume_on(aio::main_loop());
  --depth;
}
aio::task<> never_leaves() {
  ++depth;
  co_await aio::tick();
  --depth;
}
aio::task<int> only_told() {
  const int before = depth;
  co_await aio::resume_on(aio::pool());
  co_return before;
}

// Each task of the loop gets an object of its own.
aio::task<> count_one(int n, std::shared_ptr<long> sum) {
  co_await aio::resume_on(aio::pool());
  *sum += n;
}
aio::task<> own_sums(int count) {
  std::vector<aio::task<>> all;
  for (int n = 0; n != count; ++n) {
    auto sum = std::make_shared<long>();
    all.push_back(count_one(n, sum));
  }
  co_await aio::when_all(std::move(all));
}

// Both sides lock, also around what moves all out.
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
    {
      std::scoped_lock l(guard_);
      train.splice(train.begin(), crates_);
    }
  }
};

// A thread that the constructor starts, before its body.
class reader {
  std::mutex guard_;
  std::vector<std::string> lines_;
  std::atomic<bool> stop_ = false;
  std::size_t most_ = 100;
  std::jthread thread_;
  void loop() {
    while (!stop_) {
      std::scoped_lock l(guard_);
      if (lines_.size() < most_)
        lines_.push_back("");
    }
  }

public:
  explicit reader(std::size_t most) : most_(most), thread_([this] { loop(); }) {}
  std::size_t most() const { return most_; }
  void clear() {
    std::scoped_lock l(guard_);
    lines_.clear();
  }
};

// It is handled at home: what throws does so there, or the handler only takes a note.
int measure(const std::string &text) noexcept;
class ledger {
  std::map<std::string, int> rows_;
  std::vector<std::string> failures_;

public:
  aio::task<> load(std::string name) {
    bool failed = false;
    int n = 0;
    co_await aio::resume_on(aio::pool());
    try {
      n = parse(name);
    } catch (...) {
      failed = true;
    }
    co_await aio::resume_on(aio::main_loop());
    if (failed)
      failures_.push_back(name);
    else
      rows_[name] = n;
  }
  aio::task<> load_next() {
    try {
      std::string name = co_await next_line();
      co_await aio::resume_on(aio::pool());
      const int n = measure(name);
      co_await aio::resume_on(aio::main_loop());
      rows_[name] = n;
    } catch (...) {
      failures_.push_back("");
    }
  }
  void on_reset() { failures_.clear(); }
};

// An awaiter's functions come one after the other, whatever thread the answer comes from.
class answer_of_a_thread {
  int result_ = 0;
  std::coroutine_handle<> waiting_;
  std::thread thread_;

public:
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    thread_ = std::thread([this] {
      result_ = parse("42");
      waiting_.resume();
    });
  }
  int await_resume() { return result_; }
};
