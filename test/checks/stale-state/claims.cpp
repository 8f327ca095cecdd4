// RUN: %check_async %s async-stale-state %t
// RUN: %check_async -check-suffixes=,POSSIBLE %s async-stale-state %t -- -config='{CheckOptions: {Confidence: possible}}'

// What a coroutine changed before it was suspended is a claim. It protects as long as nobody else
// changes it without asking.

#include "coroutine.h"
#include <map>
#include <utility>
#include <vector>

void detach(aio::task<> t);
enum class phase { idle, dialling, up, gone };

// A transition half made: who leaves the state meanwhile is overruled.
class resurrected {
public:
  aio::task<> open() {
    if (now_ != phase::idle)
      co_return;
    now_ = phase::dialling;
    co_await aio::tick();
    now_ = phase::up;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'now_' is set without asking what became of it while this coroutine was suspended
    // CHECK-MESSAGES: :[[@LINE-4]]:5: note: 'now_' was set here
    // CHECK-MESSAGES: :[[@LINE-4]]:5: note: suspended here, other tasks run
    // CHECK-MESSAGES: :[[@LINE+3]]:20: note: meanwhile 'hang_up' sets 'now_'
    // CHECK-MESSAGES: :[[@LINE-5]]:5: note: ask whether 'now_' is still what this coroutine made it before setting it again
  }
  void hang_up() { now_ = phase::gone; }

private:
  phase now_ = phase::idle;
};

class asks_first {
public:
  aio::task<> open() {
    if (now_ != phase::idle)
      co_return;
    now_ = phase::dialling;
    co_await aio::tick();
    if (now_ != phase::dialling)
      co_return;
    now_ = phase::up;
  }
  void hang_up() { now_ = phase::gone; }

private:
  phase now_ = phase::idle;
};

// The other one asks: it can't come in while the claim holds.
class other_asks {
public:
  aio::task<> open() {
    if (now_ != phase::idle)
      co_return;
    now_ = phase::dialling;
    co_await aio::tick();
    now_ = phase::up;
  }
  void expire() {
    if (now_ == phase::idle)
      now_ = phase::gone;
  }

private:
  phase now_ = phase::idle;
};

// A busy flag that a third one may have claimed.
class cleared_by_others {
public:
  aio::task<> upload() {
    if (busy_)
      co_return;
    busy_ = true;
    co_await aio::tick();
    busy_ = false;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'busy_' is set without asking what became of it
  }
  void on_disconnect() { busy_ = false; }

private:
  bool busy_ = false;
};

// Two that keep to one flag, both asking.
class one_flag_for_two {
public:
  void start(int) { detach(one()); detach(two()); }

private:
  aio::task<> one() {
    if (busy_)
      co_return;
    busy_ = true;
    co_await aio::tick();
    busy_ = false;
  }
  aio::task<> two() {
    if (busy_)
      co_return;
    busy_ = true;
    co_await aio::tick();
    busy_ = false;
  }
  bool busy_ = false;
};

// Only shown, never asked.
class spinner {
public:
  aio::task<> load() {
    spinning_ = true;
    co_await aio::tick();
    spinning_ = false;
  }
  void hide() { spinning_ = false; }
  bool spinning() const { return spinning_; }

private:
  bool spinning_ = false;
};

// Saved, changed and restored.
class quiet_section {
public:
  aio::task<> update() {
    bool before = quiet_;
    quiet_ = true;
    co_await aio::tick();
    quiet_ = before;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'quiet_' is overwritten with a value computed from what it was before
  }
  void mute(bool on) { quiet_ = on; }

private:
  bool quiet_ = false;
};

// Emptied with what was added since it was passed on.
aio::task<> write_lines(const std::vector<int> &lines);
aio::task<> write_copy(std::vector<int> lines);
aio::task<> report(int count);
class journal {
public:
  aio::task<> flush() {
    co_await write_lines(lines_);
    lines_.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: what was added to 'lines_' while this coroutine was suspended is lost here
    // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: 'lines_' is passed on here
    // CHECK-MESSAGES: :[[@LINE+13]]:{{[0-9]+}}: note: meanwhile 'add' adds to 'lines_'
    // CHECK-MESSAGES: :[[@LINE-4]]:5: note: take 'lines_' out with std::exchange before the suspension, and pass on what was taken
  }
  aio::task<> flush_count() {
    co_await report(count_);
    count_ = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: what was added to 'count_' while
  }
  aio::task<> flush_taken() {
    co_await write_copy(std::exchange(others_, {}));
    auto mine = std::move(others_);
    co_await write_lines(mine);
  }
  void add(int line) { lines_.push_back(line); others_.push_back(line); ++count_; }
  // Nobody adds to this.
  aio::task<> flush_fixed() {
    co_await write_lines(fixed_);
    fixed_.clear();
  }

private:
  std::vector<int> lines_, others_, fixed_;
  int count_ = 0;
};

// Counted in late.
class front_office {
public:
  void accept(int) { detach(serve()); detach(serve_counted()); ++early_; }
  aio::task<> stop() {
    if (late_ > 0)
      co_await aio::tick();
    if (early_ > 0)
      co_await aio::tick();
  }

private:
  aio::task<> serve() {
    co_await aio::tick();
    ++late_;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'late_' counts this task only after it was suspended: who asks before believes that it is not there
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: suspended here, other tasks run
    // CHECK-MESSAGES: :[[@LINE-11]]:9: note: meanwhile 'stop' reads 'late_'
    // CHECK-MESSAGES: :[[@LINE-4]]:5: note: count it where it is started, before anything can be suspended
    co_await aio::tick();
    --late_;
  }
  aio::task<> serve_counted() {
    co_await aio::tick();
    --early_;
  }
  int late_ = 0, early_ = 0;
};
