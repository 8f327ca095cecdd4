// RUN: %check_async %s async-invalidated-reference %t

// Holders that are parts of something: of objects and guards, tasks and closures, of what is given through a
// pointer, and ranges that are made of others.

#include "coroutine.h"
#include <algorithm>
#include <any>
#include <map>
#include <memory>
#include <ranges>
#include <utility>
#include <variant>
#include <vector>

struct session {
  int hits = 0;
  aio::task<> send(int n);
};
void count(int n);
aio::task<> grow(session &s) {
  int n = co_await aio::number();
  s.hits += n;
}
aio::task<> look_first(session &s) {
  int before = s.hits;
  co_await aio::store(before);
}

struct through_a_pointer {
  std::variant<int, session> now_;
  std::any user_;
  aio::task<> of_variant() {
    if (auto *s = std::get_if<session>(&now_)) {
      co_await aio::tick();
      s->hits++;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 's', a pointer into 'now_', may be invalid
    }
  }
  aio::task<> of_any() {
    auto *s = std::any_cast<session>(&user_);
    co_await aio::tick();
    s->hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a pointer into 'user_', may be invalid
  }
  void on_close() {
    now_ = 0;
    user_.reset();
  }
};

// --- Objects ------------------------------------------------------------------------------

struct turn {
  explicit turn(session &s) : who(&s) {}
  session *who;
  int left = 0;
};
struct leaving {
  explicit leaving(session &s) : who(s) {}
  ~leaving() {
    who.hits--;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'leave.who', a reference into 'sessions_', may be invalid
  }
  session &who;
};
struct made_of_holders {
  struct found {
    session *s;
    bool added;
  };
  std::map<int, session> sessions_;
  aio::task<> kept_by_constructor(int id) {
    turn t(sessions_[id]);
    co_await aio::tick();
    t.who->hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 't.who', a pointer into 'sessions_', may be invalid
  }
  aio::task<> in_pair(int id) {
    std::pair<session *, int> p{&sessions_[id], 1};
    co_await aio::tick();
    p.first->hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'p.first', a pointer into 'sessions_', may be invalid
  }
  aio::task<> returned(int id) {
    found f = locate(id);
    co_await aio::tick();
    f.s->hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'f.s', a pointer into 'sessions_', may be invalid
  }
  aio::task<> in_guard(int id) {
    leaving leave(sessions_[id]);
    co_await aio::tick();
  }
  void on_close(int id) { sessions_.erase(id); }

private:
  found locate(int id) {
    auto [it, added] = sessions_.try_emplace(id);
    return {&it->second, added};
  }
};

// --- Tasks and closures ---------------------------------------------------------------------

struct handed_on {
  std::map<int, session> sessions_;
  aio::task<> task_made_first(int id) {
    auto t = grow(sessions_.at(id));
    co_await std::move(t);
    // CHECK-MESSAGES: :[[@LINE-2]]:19: warning: the awaited call is given a reference into 'sessions_'
  }
  aio::task<> closure(int id) {
    auto &s = sessions_.at(id);
    auto update = [&s]() -> aio::task<> {
      int n = co_await aio::number();
      s.hits = n;
    };
    co_await update();
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: the awaited call is given a reference into 'sessions_'
  }
  aio::task<> needed_at_once(int id) {
    auto &s = sessions_.at(id);
    auto update = [&s]() -> aio::task<> {
      int before = s.hits;
      co_await aio::store(before);
    };
    co_await update();
    auto t = look_first(sessions_.at(id));
    co_await std::move(t);
  }
  void on_close(int id) { sessions_.erase(id); }
};

// --- Ranges -----------------------------------------------------------------------------------

struct adapted {
  std::map<int, session> sessions_;
  aio::task<> greet_all() {
    for (auto &s : sessions_ | std::views::values) {
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop goes on from a position in 'sessions_' that may be invalid
      s.hits++;
      co_await aio::tick();
    }
  }
  // Which elements there are is asked when the loop begins.
  aio::task<int> total() {
    auto all = sessions_ | std::views::values;
    co_await aio::tick();
    int n = 0;
    for (auto &s : all)
      n += s.hits;
    co_return n;
  }
  void on_close(int id) { sessions_.erase(id); }
};

// --- Who interferes -------------------------------------------------------------------------------

class inn {
public:
  class stay {
  public:
    stay(inn &i, int room) : inn_(i), room_(room) {}
    ~stay() { inn_.leave(room_); }

  private:
    inn &inn_;
    int room_;
  };
  aio::task<> sweep(int room) {
    auto it = rooms_.find(room);
    if (it == rooms_.end())
      co_return;
    co_await aio::tick();
    rooms_.erase(it);
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'it', an iterator into 'rooms_', may be invalid
  }

private:
  void leave(int room) { rooms_.erase(room); }
  std::map<int, session> rooms_;
};

// --- What the algorithms of std::ranges give ------------------------------------------------------

struct errand {
  int due, id;
};
class errands {
  std::vector<errand> open_;
  std::vector<int> wanted_;

public:
  void add(errand e) { open_.push_back(e); }
  void want(int id) { wanted_.push_back(id); }
  aio::task<> first() {
    auto it = std::ranges::min_element(open_, {}, &errand::due);
    co_await aio::tick();
    it->due = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'it', an iterator into 'open_', may be invalid
  }
  aio::task<> one(int id) {
    auto it = std::ranges::find_if(open_.begin(), open_.end(), [id](auto &e) { return e.id == id; });
    co_await aio::tick();
    it->due = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'it', an iterator into 'open_', may be invalid
  }
  aio::task<> latest() {
    const errand &e = *std::ranges::max_element(open_, {}, &errand::due);
    co_await aio::tick();
    co_await aio::store(e.id);
    // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'e', a reference into 'open_', may be invalid
  }
  aio::task<> both_ends() {
    auto [low, high] = std::ranges::minmax_element(open_, {}, &errand::due);
    co_await aio::tick();
    high->due = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this iterator into 'open_' may be invalid
  }
  aio::task<> forget(int id) {
    auto rest = std::ranges::remove(open_, id, &errand::id);
    co_await aio::tick();
    open_.erase(rest.begin(), rest.end());
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'rest', an iterator into 'open_', may be invalid
  }
  aio::task<> through_a_view(int id) {
    auto late = open_ | std::views::filter([](const errand &e) { return e.due < 0; });
    auto it = std::ranges::find(late, id, &errand::id);
    co_await aio::tick();
    it->due = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'it', an iterator into 'open_', may be invalid
  }

  // The copy of an element, and a number.
  aio::task<> copied() {
    errand e = *std::ranges::min_element(open_, {}, &errand::due);
    errand f = std::ranges::max(open_, {}, &errand::due);
    auto n = std::ranges::count(open_, 1, &errand::id);
    co_await aio::tick();
    co_await aio::store(e.id + f.id + int(n));
  }
  // Of what nobody else has; it was found by what others change.
  aio::task<> own(std::vector<int> mine) {
    auto it = std::ranges::find(mine, wanted_.front());
    auto any = std::ranges::find_first_of(mine, wanted_);
    co_await aio::tick();
    co_await aio::store(it == any ? *it : 0);
  }
  // Found again.
  aio::task<> again(int id) {
    auto it = std::ranges::find(open_, id, &errand::id);
    if (it == open_.end())
      co_return;
    co_await aio::tick();
    it = std::ranges::find(open_, id, &errand::id);
    if (it != open_.end())
      it->due = 0;
  }
};
