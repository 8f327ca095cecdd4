"""Coroutines of a given number of statements, one in ten a suspension, with work for every check.

The made-up library of test/Inputs is enough: nothing here is real, only its shape. A round is ten
statements about one thing. The class has a fixed number of members and of other functions, so that
only the coroutine grows.
"""

HEAD = """\
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
  int count_[1] = {0};
  int left_ = 0, right_ = 0, total_ = 0, state_ = 0;
  bool ready_ = false, busy_ = false;
  std::vector<int> list_;
  std::deque<int> queue_;
  std::map<int, entry> table_;
  std::mutex thread_;
  aio::mutex first_, second_;
  aio::condition changed_;
  aio::channel<int> lines_;

  int left() const { return left_; }
  void set_left(int n) { left_ = n; }
  aio::task<> refill() {
    auto turn = co_await second_.scoped_lock();
    right_ = co_await ask(right_);
  }

public:
  void on_close() { left_ = right_ = total_ = 0; table_.clear(); }
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


def body(statements, scoped):
    """`statements` of them, in functions' scope or each round in a scope of its own."""
    out = []
    for number in range(statements // PER_ROUND):
        text = ROUNDS[number % len(ROUNDS)].replace("@", str(number))
        out.append("    {\n" + text + "    }\n" if scoped else text)
    return "".join(out)


def unit(statements, shape):
    """A source: 'flat' has one coroutine whose locals all live to its end, 'scoped' one in which
    they do not, 'many' coroutines of 100 statements each."""
    if shape == "many":
        functions = [(f"run{i}", body(100, True)) for i in range(statements // 100)]
    else:
        functions = [("run", body(statements, shape == "scoped"))]
    return HEAD + "".join(f"  aio::task<> {name}() {{\n{text}    co_return;\n  }}\n"
                          for name, text in functions) + "};\n"
