// RUN: %check_async -expect-clean %s async-unawaited-lock %t
// RUN: %check_async -expect-clean %s async-unawaited-lock %t -- -config='{CheckOptions: {Confidence: possible}}'

#include "sync.h"
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

aio::task<> with_timeout(aio::task<aio::shared_mutex::hold> lock);
void keep(aio::mutex::guard g);

struct shelf {
  aio::mutex m_, other_;
  aio::shared_mutex rw_;
  aio::semaphore units_{4};
  aio::gate gate_;
  std::vector<int> books_;
  std::optional<aio::mutex::guard> kept_;

  aio::task<> awaited() {
    auto lock = co_await m_.scoped_lock();
    books_.push_back(co_await aio::number());
  }
  aio::task<> by_hand() {
    co_await m_.lock();
    books_.push_back(co_await aio::number());
    m_.unlock();
  }
  aio::task<> awaited_later() {
    auto asked = rw_.write_lock();
    co_await aio::tick();
    auto lock = co_await std::move(asked);
    books_.clear();
  }
  aio::task<> passed_on() {
    auto asked = rw_.write_lock();
    co_await with_timeout(std::move(asked));
    co_await aio::when_all(rw_.read_lock(), aio::task<>(awaited()));
    books_.clear();
  }
  aio::task<aio::shared_mutex::hold> handed_to_the_caller() {
    co_return co_await rw_.write_lock();
  }
  aio::task<> put_elsewhere() {
    kept_.emplace(co_await m_.scoped_lock());
    keep(co_await other_.scoped_lock());
    books_.clear();
  }
  aio::task<> only_waits_for_the_others() {
    books_.clear();
    (void)co_await rw_.write_lock();
  }
  aio::task<> tried() {
    if (m_.try_lock()) {
      books_.push_back(co_await aio::number());
      m_.unlock();
    }
  }
  aio::task<> no_lock_at_all() {
    auto inside = gate_.hold();
    gate_.hold();
    (void)co_await aio::number();
    books_.clear();
  }
  aio::task<> in_one_expression() {
    (co_await m_.scoped_lock(), books_.push_back(1));
    co_await aio::tick();
  }
  aio::task<> guards_two_statements(bool all) {
    if (all) {
      auto lock = co_await m_.scoped_lock();
      books_.clear();
    }
    co_await aio::tick();
    books_.push_back(1);
  }
};

// Names that only sound like it.
struct clock_face {
  aio::pause<int> clock();
  aio::task<std::unique_ptr<int>> block_of(int);
  bool is_locked() const;
};
aio::task<> sounds_like_it(clock_face &c) {
  c.is_locked();
  c.clock();
  c.block_of(1);
  co_await aio::tick();
}

// A thread's lock is another check's business.
aio::task<> threading(std::mutex &m) {
  m.lock();
  m.unlock();
  co_await aio::tick();
}

// A container of guards or tasks is no lock.
aio::task<> container(aio::shared_mutex &rw) {
  std::vector<aio::task<aio::shared_mutex::hold>> asked;
  asked.emplace_back(rw.read_lock());
  asked.push_back(rw.read_lock());
  for (auto &one : asked)
    auto held = co_await std::move(one);
}

class archive {
  aio::shared_mutex rw_;
  std::vector<int> boxes_;
  aio::task<aio::shared_mutex::hold> for_writing() { return rw_.write_lock(); }

  aio::task<> at_once() {
    auto exclusive = co_await for_writing();
    boxes_.push_back(co_await aio::number());
  }
  aio::task<> later() {
    auto asked = for_writing();
    int box = co_await aio::number();
    auto exclusive = co_await std::move(asked);
    boxes_.push_back(box);
  }
  aio::task<aio::shared_mutex::hold> handed_on() {
    auto asked = for_writing();
    return asked;
  }
};

// The lock is tried, and the guard kept.
struct ticket_lock {
  class hold {
  public:
    hold(hold &&) noexcept;
    ~hold();
    explicit operator bool() const;

  private:
    ticket_lock *of_;
  };
  aio::pause<hold> lock();
  hold try_lock();
};
class till {
  ticket_lock l_;
  int sum_ = 0;
  aio::task<> kept() {
    auto mine = l_.try_lock();
    if (!mine)
      co_return;
    sum_ += co_await aio::number();
  }
  aio::task<> in_the_condition() {
    if (auto mine = l_.try_lock())
      sum_ += co_await aio::number();
  }
};
