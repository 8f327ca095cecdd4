// RUN: %check_async %s async-stale-state %t

// Two members that an event handler needs together are set on either side of a suspension.

#include "coroutine.h"
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct route {
  int hops = 0;
};
aio::task<std::unique_ptr<route>> find_route(int to);
aio::task<std::string> sign(int key);
aio::task<std::vector<int>> fetch_list();
void transmit(int key, const std::string &signature);
void forward(int hops, int message);
bool is_late(long when);
void drop(int message);
void show(int value);

// Passed on together.
class key_and_signature {
  int key_ = 0;
  std::string signature_;

public:
  aio::task<> rotate(int key) {
    key_ = key;
    signature_ = co_await sign(key);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'signature_' is set only after this coroutine was suspended; 'key_', which others read together with it, was set before
  }
  void on_timer() { transmit(key_, signature_); }
};

// One decision on both.
class pilot_and_plan {
  std::optional<std::string> pilot_;
  long departs_ = 0;
  aio::mutex desk_;

public:
  aio::task<> assign(std::string pilot, int flight) {
    auto turn = co_await desk_.scoped_lock();
    pilot_ = pilot;
    departs_ = co_await aio::store(flight);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'departs_' is set only after this coroutine was suspended; 'pilot_', which others read
  }
  void on_minute() {
    if (pilot_ && is_late(departs_))
      pilot_.reset();
  }
};

// The size of one is the bound of the other.
class names_and_values {
  std::vector<int> names_;
  std::vector<int> values_;

public:
  aio::task<> refresh() {
    auto names = co_await fetch_list();
    names_ = names;
    auto values = co_await fetch_list();
    values_ = values;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'values_' is set only after this coroutine was suspended; 'names_', which others read
  }
  void on_click(std::size_t row) {
    if (row >= names_.size())
      return;
    show(values_[row]);
  }
};

// A flag guards what follows it.
class flag_before_the_goods {
  bool online_ = false;
  std::unique_ptr<route> route_;

public:
  aio::task<> connect(int to) {
    online_ = true;
    route_ = co_await find_route(to);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'route_' is set only after this coroutine was suspended; 'online_', which others read
  }
  void on_message(int message) {
    if (online_)
      forward(route_->hops, message);
    else
      drop(message);
  }
};

// --- Nothing to report ------------------------------------------------------------------

class in_one_step {
  int key_ = 0;
  std::string signature_;

public:
  aio::task<> rotate(int key) {
    std::string fresh = co_await sign(key);
    key_ = key;
    signature_ = fresh;
  }
  void on_timer() { transmit(key_, signature_); }
};

// Nobody needs the two together.
class each_by_itself {
  int key_ = 0;
  std::string signature_;

public:
  aio::task<> rotate(int key) {
    key_ = key;
    signature_ = co_await sign(key);
  }
  void on_timer() { show(key_); }
  void on_key(int key) { transmit(key, signature_); }
};

// Who reads both is told that they are being changed.
class kept_out_by_a_flag {
  bool rotating_ = false;
  int key_ = 0;
  std::string signature_;

public:
  aio::task<> rotate(int key) {
    rotating_ = true;
    key_ = key;
    signature_ = co_await sign(key);
    rotating_ = false;
  }
  void on_timer() {
    if (rotating_)
      return;
    transmit(key_, signature_);
  }
};

// The flag comes last, as it should.
class flag_behind_the_goods {
  bool online_ = false;
  std::unique_ptr<route> route_;
  int to_ = 0;

public:
  aio::task<> connect(int to) {
    to_ = to;
    route_ = co_await find_route(to);
    online_ = true;
  }
  void on_message(int message) {
    if (online_)
      forward(route_->hops + to_, message);
  }
};

// The reader asks for the goods as well.
class the_goods_are_asked_for {
  bool online_ = false;
  std::unique_ptr<route> route_;

public:
  aio::task<> connect(int to) {
    online_ = true;
    route_ = co_await find_route(to);
  }
  void on_message(int message) {
    if (online_ && route_)
      forward(route_->hops, message);
  }
};

// The flag says something else: what is read is there before and after.
class a_running_flag {
  bool running_ = false;
  int last_ = 0;

public:
  aio::task<> run() {
    running_ = true;
    while (running_)
      last_ = co_await aio::number();
  }
  void on_paint() {
    if (running_)
      show(last_);
  }
  void stop() { running_ = false; }
};

// In another state.
class another_state {
  enum class state { down, dialling, up };
  state state_ = state::down;
  std::unique_ptr<route> route_;

public:
  aio::task<> connect(int to) {
    state_ = state::dialling;
    route_ = co_await find_route(to);
    state_ = state::up;
  }
  void on_message(int message) {
    if (state_ == state::up)
      forward(route_->hops, message);
  }
};

// Printing is no decision.
class printed {
  int key_ = 0;
  std::string signature_;

public:
  aio::task<> rotate(int key) {
    key_ = key;
    signature_ = co_await sign(key);
  }
  std::string describe() const { return std::to_string(key_) + signature_; }
};

// Before the handshake there is nothing to mix; nobody calls it twice.
class opened_once {
  int key_ = 0;
  std::string signature_;

public:
  aio::task<> handshake(int key) {
    key_ = key;
    signature_ = co_await sign(key);
  }
  void send() { transmit(key_, signature_); }
};

// Once, before anybody can come.
class only_while_starting {
  int key_ = 0;
  std::string signature_;

public:
  aio::task<> start(int key) {
    key_ = key;
    signature_ = co_await sign(key);
  }
  void on_timer() { transmit(key_, signature_); }
};
