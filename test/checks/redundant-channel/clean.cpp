// RUN: %check_async -expect-clean %s async-redundant-channel %t -- -config='{CheckOptions: {Confidence: possible}}'

// One end reaches another task, or may.

#include "channel.h"
#include <deque>
#include <functional>
#include <memory>

using aio::task;
task<> fill(aio::channel<int> &to) { co_await to.push(1); }
task<> fill_and_close(aio::channel<int> &to);
task<int> drain(aio::channel<int> &from) { co_return co_await from.pop(); }
struct listener {
  explicit listener(aio::channel<int> &from);
};
void register_channel(aio::channel<int> *c);

task<int> spawned() {
  aio::channel<int> c;
  aio::spawn(fill(c));
  co_await c.push(2);
  co_return co_await c.pop();
}
task<> side_by_side() {
  aio::channel<int> c;
  co_await aio::when_all(fill(c), drain(c));
}
task<int> started_first() {
  aio::channel<int> c;
  auto filling = fill(c);
  int n = co_await drain(c);
  co_await std::move(filling);
  co_return n;
}
task<int> captured() {
  aio::channel<int> c;
  auto later = [&c]() -> task<> { co_await c.push(1); };
  aio::spawn(later());
  co_await c.push(2);
  co_return co_await c.pop();
}
task<int> captured_by_default() {
  aio::channel<int> c;
  std::function<void()> callback = [&] { c.try_push(1); };
  co_await c.push(2);
  co_return co_await c.pop();
}
task<int> body_not_seen() {
  aio::channel<int> c;
  co_await fill_and_close(c);
  co_await c.push(2);
  co_return co_await c.pop();
}
task<int> kept_by_an_object() {
  aio::channel<int> c;
  listener l(c);
  co_await c.push(2);
  co_return co_await c.pop();
}
task<int> address_taken() {
  aio::channel<int> c;
  register_channel(&c);
  co_await c.push(2);
  co_return co_await c.pop();
}
task<int> only_one_end(aio::channel<int> &out) {
  aio::channel<int> c;
  co_await c.push(2);
  co_return co_await out.pop();
}
task<int> of_the_caller(aio::channel<int> &c) {
  co_await c.push(2);
  co_return co_await c.pop();
}
class worker {
  aio::channel<int> jobs_;
  task<> add(int n) { co_await jobs_.push(n); }
  task<int> take() { co_return co_await jobs_.pop(); }
};
task<aio::channel<int>> returned() {
  aio::channel<int> c;
  co_await c.push(2);
  co_await c.pop();
  co_return std::move(c);
}
task<int> a_stream() {
  aio::stream s;
  co_await s.write(1);
  co_return co_await s.read();
}
task<int> a_deque() {
  std::deque<int> q;
  q.push_back(1);
  co_await aio::tick();
  co_return q.front();
}
static task<> deep(aio::channel<int> &c) { aio::spawn(fill(c)); co_return; }
task<int> escapes_in_a_helper() {
  aio::channel<int> c;
  co_await deep(c);
  co_await c.push(2);
  co_return co_await c.pop();
}
