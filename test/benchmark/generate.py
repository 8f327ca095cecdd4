"""Coroutines of a given number of statements, one in ten a suspension, with work for every check.

The made-up library of test/Inputs is enough: nothing here is real, only its shape. A round is ten
statements about one thing. But for the shapes that are about it, the class has a fixed number of
members and of other functions, so that only the coroutine grows.
"""

import re

LIBRARY = """\
#include "sync.h"
#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace aio {
struct pool_type {};
pool_type &pool();
pool_type &main_loop();
pause<> resume_on(pool_type &where);
}
void note(int n);
aio::task<int> ask(int n);
aio::task<> add(int n, long &sum) {
  const long before = sum;
  sum = before + co_await ask(n);
}
struct entry {
  int hits = 0;
  bool busy = false;
  std::vector<int> seen;
};

class desk {
"""

MEMBERS = """\
  int count_[1] = {0};
  int left_ = 0, right_ = 0, total_ = 0, state_ = 0;
  bool ready_ = false, busy_ = false;
  std::vector<int> list_;
  std::deque<int> queue_;
  std::map<int, entry> table_;
  aio::mutex first_, second_;
  aio::condition changed_;
  aio::channel<int> lines_;
"""

CLOSE = """\
  void on_close() { left_ = right_ = total_ = 0; table_.clear(); }
"""

FUNCTIONS = """\
  std::mutex thread_;
  int left() const { return left_; }
  void set_left(int n) { left_ = n; }
  aio::task<> refill() {
    auto turn = co_await second_.scoped_lock();
    right_ = co_await ask(right_);
  }

public:
  void on_line(int n) { queue_.push_back(n); list_.push_back(n); changed_.notify_all(); }
  void on_ready() { ready_ = true; changed_.notify_all(); }
  void on_drop(int n) { table_.erase(n); queue_.clear(); busy_ = false; state_ = n; }
  aio::task<> opposite() {
    auto b = co_await second_.scoped_lock();
    auto a = co_await first_.scoped_lock();
    ++total_;
  }
"""

# Ten statements each; @ is the number of the round.
ROUNDS = [
    # A value from before the suspension is written after it.
    """\
    const int seen@ = left_;
    int sum@ = seen@ + left();
    if (seen@ > 3)
      note(seen@);
    const int more@ = co_await ask(sum@);
    sum@ += more@;
    left_ = sum@;
    set_left(left_ + 1);
    total_ += sum@;
    note(sum@);
""",
    # Checked before, done after.
    """\
    if (busy_)
      note(@);
    busy_ = true;
    if (queue_.empty())
      queue_.push_back(@);
    co_await aio::tick();
    const int front@ = queue_.front();
    queue_.pop_front();
    busy_ = false;
    note(front@);
""",
    # An iterator and a reference live across.
    """\
    auto at@ = table_.find(@);
    if (at@ == table_.end())
      at@ = table_.emplace(@, entry{}).first;
    entry &mine@ = at@->second;
    mine@.busy = true;
    co_await aio::tick();
    mine@.hits++;
    mine@.seen.push_back(@);
    at@->second.busy = false;
    table_.erase(at@);
""",
    # A thread's lock and an async one.
    """\
    {
      std::unique_lock<std::mutex> held@(thread_);
      total_ += @;
      auto turn@ = co_await first_.scoped_lock();
      if (total_ > @)
        held@.unlock();
      right_ += total_;
      total_ = right_;
    }
    note(total_);
""",
    # Async locks in an order, with a helper.
    """\
    {
      auto one@ = co_await first_.scoped_lock();
      left_ += @;
      note(left_);
      right_ = left_;
      ++total_;
      state_ = total_;
      list_.push_back(state_);
    }
    note(state_);
""",
    # Waits, blocks.
    """\
    while (!ready_)
      co_await changed_.wait();
    ready_ = false;
    const int state@ = state_;
    state_ = state@ + 1;
    for (int each : list_)
      total_ += each;
    std::this_thread::sleep_for(std::chrono::milliseconds(@));
    changed_.notify_all();
    note(state@);
""",
    # Tasks side by side, and channels.
    """\
    long both@ = 0;
    aio::task<> one@ = add(1, both@);
    aio::task<> two@ = add(2, both@);
    co_await aio::when_all(std::move(one@), std::move(two@));
    aio::spawn(refill());
    total_ += static_cast<int>(both@);
    int *last@ = list_.empty() ? nullptr : &list_.back();
    if (last@)
      *last@ = total_;
    note(total_);
""",
    # Loops with catch, and a coroutine awaited.
    """\
    for (auto &[key@, value@] : table_) {
      try {
        value@.busy = true;
        co_await refill();
      } catch (...) {
        left_ = key@;
        break;
      }
      value@.busy = false;
      note(key@);
    }
""",
]
PER_ROUND = 10
TASKS = 6
STATE = re.compile(r"\b(count|left|right|total|state|ready|busy|list|queue|table|first|second|changed|lines)_\b")


def rounds(statements, kinds=range(len(ROUNDS))):
    kinds = list(kinds)
    return [ROUNDS[kinds[number % len(kinds)]].replace("@", str(number))
            for number in range(statements // PER_ROUND)]


def scoped(texts):
    return "".join("    {\n" + text + "    }\n" for text in texts)


def function(name, text):
    return f"  aio::task<> {name}() {{\n{text}    co_return;\n  }}\n"


def flat(size):
    """All locals and locks live to the end."""
    return function("run", "".join(rounds(size)))


def scopes(size):
    """Each round has a scope of its own."""
    return function("run", scoped(rounds(size)))


def loop(size):
    """All in one loop."""
    return function("run", "    for (;;) {\n" + scoped(rounds(size)) + "    }\n")


def nested(size):
    """Scopes in scopes, up to fifty."""
    texts, out = rounds(size), []
    for first in range(0, len(texts), 50):
        group = texts[first:first + 50]
        out += [f"    if (left_ > {first}) {{\n{text}" for text in group] + ["    }\n" * len(group)]
    return function("run", "".join(out))


def exits(size):
    """The coroutine may end after each round."""
    return function("run", scoped(text + f"    if (state_ == {number})\n      co_return;\n"
                                  for number, text in enumerate(rounds(size))))


def members(size):
    """Each round has members of its own, and somebody who changes them."""
    def own(text, number):
        return STATE.sub(rf"\g<1>{number}_", text).replace("on_close", f"on_close{number}")
    return "".join(own(MEMBERS + CLOSE, number) for number in range(size // PER_ROUND)) + \
        function("run", scoped(own(text, number) for number, text in enumerate(rounds(size))))


def tasks(size):
    """Tasks that run side by side, and tasks that nobody waits for."""
    return function("run", "".join(rounds(size, [TASKS])))


def many(size):
    """Coroutines of 100 statements each, of one class."""
    return "".join(function(f"run{i}", scoped(rounds(100))) for i in range(size // 100))


SHAPES = {each.__name__: each for each in (flat, scopes, loop, nested, exits, members, tasks, many)}


def unit(statements, shape):
    """A source of so many statements, of one of SHAPES."""
    return LIBRARY + MEMBERS + FUNCTIONS + CLOSE + SHAPES[shape](statements) + "};\n"
