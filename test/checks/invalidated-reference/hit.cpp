// RUN: %check_async %s async-invalidated-reference %t

// What was pointed into before a suspension and is used after it. Each class has somebody who
// takes away, or moves, what was pointed into meanwhile.

#include "coroutine.h"
#include <algorithm>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

struct session {
  int hits = 0;
  std::string name;
  std::vector<int> seen;
  aio::task<> send(int n);
  void note(int n);
};
aio::task<> write_out(std::string_view bytes);
void show(std::string_view text);
void count(int n);

template <class F> struct at_exit {
  F f;
  explicit at_exit(F f) : f(std::move(f)) {}
  ~at_exit() { f(); }
};

// --- Named holders --------------------------------------------------------------------

struct reference_into_map {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    auto &s = sessions_[id];
    co_await aio::tick();
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a reference into 'sessions_', may be invalid: this coroutine was suspended since it was taken
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct iterator_into_map {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    auto it = sessions_.find(id);
    if (it == sessions_.end())
      co_return;
    co_await aio::tick();
    it->second.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'it', an iterator into 'sessions_', may be invalid
  }
  void on_shutdown() { sessions_.clear(); }
};

struct pointer_into_vector {
  std::vector<session> sessions_;
  aio::task<> greet(int i) {
    session *s = &sessions_[i];
    co_await aio::tick();
    s->hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a pointer into 'sessions_', may be invalid
  }
  void on_join(session s) { sessions_.push_back(std::move(s)); }
};

struct pointer_of_unique_ptr {
  std::unique_ptr<session> now_;
  aio::task<> greet() {
    session *s = now_.get();
    co_await aio::tick();
    s->hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a pointer into 'now_', may be invalid
  }
  void on_next() { now_ = std::make_unique<session>(); }
};

struct content_of_optional {
  std::optional<session> now_;
  aio::task<> greet() {
    if (!now_)
      co_return;
    session &s = *now_;
    co_await aio::tick();
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a reference into 'now_', may be invalid
  }
  void on_close() { now_ = std::nullopt; }
};

struct alternative_of_variant {
  std::variant<int, session> now_;
  aio::task<> greet() {
    auto &s = std::get<session>(now_);
    co_await aio::tick();
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a reference into 'now_', may be invalid
  }
  void on_close() { now_ = 0; }
};

struct view_of_string {
  std::string host_;
  aio::task<> resolve() {
    std::string_view host = host_;
    co_await aio::tick();
    show(host);
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'host', a view into 'host_', may be invalid
  }
  void on_change(std::string host) { host_ = std::move(host); }
};

struct c_string {
  std::string host_;
  aio::task<> resolve() {
    const char *host = host_.c_str();
    co_await aio::tick();
    show(host);
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'host', a view into 'host_', may be invalid
  }
  void on_suffix(std::string more) { host_ += more; }
};

struct span_of_vector {
  std::vector<int> samples_;
  aio::task<> draw() {
    std::span<int> view(samples_);
    co_await aio::tick();
    count(view[0]);
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'view', a view into 'samples_', may be invalid
  }
  void on_sample(int n) { samples_.push_back(n); }
};

struct through_two_steps {
  std::unordered_map<int, std::unique_ptr<session>> sessions_;
  aio::task<> greet(int id) {
    auto it = sessions_.find(id);
    if (it == sessions_.end())
      co_return;
    session &s = *it->second;
    std::string &name = s.name;
    co_await aio::tick();
    show(name);
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'name', a reference into 'sessions_', may be invalid
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct element_overwritten {
  std::unordered_map<int, std::unique_ptr<session>> sessions_;
  aio::task<> greet(int id) {
    session *s = sessions_.at(id).get();
    co_await aio::tick();
    s->hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a pointer into 'sessions_[...]', may be invalid
  }
  void on_reconnect(int id) { sessions_[id] = std::make_unique<session>(); }
};

struct swapped_away {
  std::vector<session> pending_;
  aio::task<> greet() {
    session &s = pending_.front();
    co_await aio::tick();
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a reference into 'pending_', may be invalid
  }
  void flush() {
    auto batch = std::exchange(pending_, {});
    count(static_cast<int>(batch.size()));
  }
};

struct erased_by_algorithm {
  std::list<session> sessions_;
  aio::task<> greet() {
    auto last = std::prev(sessions_.end());
    co_await aio::tick();
    last->hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'last', an iterator into 'sessions_', may be invalid
  }
  void on_tick() {
    std::erase_if(sessions_, [](const session &s) { return s.hits == 0; });
  }
};

struct bound_by_insertion {
  std::unordered_map<int, session> sessions_;
  aio::task<> add(int id) {
    auto [it, added] = sessions_.try_emplace(id);
    co_await aio::tick();
    if (added)
      it->second.hits = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this iterator into 'sessions_' may be invalid
  }
  void on_other(int id) { sessions_.emplace(id, session()); }
};

// --- Handles that accessors return --------------------------------------------------------

struct through_accessor {
  std::map<int, session> sessions_;
  session &find_session(int id) { return sessions_.at(id); }
  session *look(int id) {
    auto it = sessions_.find(id);
    return it == sessions_.end() ? nullptr : &it->second;
  }
  session *look_twice(int id) { return look(id); }
  aio::task<> greet(int id) {
    session &s = find_session(id);
    co_await aio::tick();
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a reference into 'sessions_', may be invalid
  }
  aio::task<> greet_if(int id) {
    session *s = look_twice(id);
    if (!s)
      co_return;
    co_await aio::tick();
    s->hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a pointer into 'sessions_', may be invalid
  }
  void on_close(int id) { drop(id); }

private:
  void drop(int id) { remove_from(sessions_, id); }
  static void remove_from(std::map<int, session> &all, int id) {
    all.erase(id);
  }
};

struct of_a_passing_owner {
  std::shared_ptr<session> now_;
  std::shared_ptr<session> current() const { return now_; }
  aio::task<> greet() {
    auto &seen = current()->seen;
    co_await aio::tick();
    seen.push_back(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'seen', a reference into 'now_', may be invalid
  }
  void publish(std::shared_ptr<session> next) { now_ = std::move(next); }
};

// --- Loops --------------------------------------------------------------------------------

struct loop_over_member {
  std::vector<session> sessions_;
  aio::task<> greet_all() {
    for (auto &s : sessions_) {
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop goes on from a position in 'sessions_' that may be invalid: this coroutine is suspended in its body
      s.hits++;
      co_await aio::tick();
    }
  }
  void on_join(session s) { sessions_.push_back(std::move(s)); }
};

struct loop_with_bindings {
  std::map<int, session> sessions_;
  aio::task<> greet_all() {
    for (auto &[id, s] : sessions_) {
      co_await aio::store(id);
      s.hits++;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: this reference into 'sessions_' may be invalid
    }
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct loop_with_iterator {
  std::set<int> ids_;
  aio::task<> greet_all() {
    for (auto it = ids_.begin(); it != ids_.end(); ++it) {
      // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'it', an iterator into 'ids_', may be invalid
      co_await aio::store(*it);
    }
  }
  void on_close(int id) { ids_.erase(id); }
};

struct loop_in_element {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    for (int n : sessions_[id].seen) {
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop goes on from a position in 'sessions_' that may be invalid
      co_await aio::store(n);
    }
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct rare_branch_suspends {
  std::deque<session> sessions_;
  aio::task<> greet_all() {
    for (auto &s : sessions_) {
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop goes on from a position in 'sessions_' that may be invalid
      if (s.hits == 7)
        co_await aio::tick();
    }
  }
  void on_join(session s) { sessions_.push_back(std::move(s)); }
};

// --- Evaluated first ------------------------------------------------------------------------

struct object_first {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    sessions_[id].note(co_await aio::number());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this refers into 'sessions_' and is evaluated before this coroutine is suspended in the same expression
  }
  void on_close(int id) { sessions_.erase(id); }
};

void put(session &s, int n);
struct argument_first {
  std::vector<session> sessions_;
  aio::task<> greet(int id) {
    put(sessions_[id], co_await aio::number());
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: this refers into 'sessions_' and is evaluated before
  }
  void on_join(session s) { sessions_.push_back(std::move(s)); }
};

// --- What the await works on ------------------------------------------------------------------

struct awaited_content {
  std::optional<session> now_;
  aio::task<> greet() {
    if (now_)
      co_await now_->send(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the object of the awaited call is in 'now_', and may be destroyed while the call is under way
  }
  void on_close() { now_.reset(); }
};

struct awaited_element {
  std::map<int, std::unique_ptr<session>> sessions_;
  aio::task<> greet(int id) {
    auto it = sessions_.find(id);
    if (it != sessions_.end())
      co_await it->second->send(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the object of the awaited call is in 'sessions_', and may be destroyed
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct lent_to_child {
  std::map<int, session> sessions_;
  aio::task<> touch(session &s) {
    co_await aio::tick();
    s.hits++;
  }
  aio::task<> greet(int id) {
    co_await touch(sessions_.at(id));
    // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: the awaited call is given a reference into 'sessions_', which may become invalid while the call is under way
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct lent_view {
  std::string out_;
  aio::task<> flush() {
    co_await write_out(out_);
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: the awaited call is given a view into 'out_', which may become invalid
  }
  void on_line(std::string line) { out_ += line; }
};

aio::task<> run_elsewhere(std::function<int()> f);
struct lent_in_closure {
  std::vector<session> sessions_;
  aio::task<> greet(int i) {
    auto &s = sessions_[i];
    co_await run_elsewhere([&s] { return s.hits; });
    // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: the awaited call is given a reference into 'sessions_', which may become invalid
  }
  void on_join(session s) { sessions_.push_back(std::move(s)); }
};

// --- Exceptions, guards, branches -----------------------------------------------------------------

struct in_handler {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    session *s = &sessions_.at(id);
    try {
      co_await aio::tick();
    } catch (...) {
      s->hits = 0;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 's', a pointer into 'sessions_', may be invalid
    }
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct in_scope_guard {
  std::list<std::unique_ptr<session>> sessions_;
  aio::task<> greet() {
    session &s = *sessions_.back();
    at_exit leave([&s] {
      s.hits--;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 's', a reference into 'sessions_', may be invalid
    });
    s.hits++;
    co_await aio::tick();
  }
  void on_shutdown() { sessions_.clear(); }
};

struct in_aggregate {
  std::map<int, session> sessions_;
  struct turn {
    int id;
    session *who;
  };
  aio::task<> greet(int id) {
    turn t{id, &sessions_[id]};
    co_await aio::tick();
    t.who->hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 't.who', a pointer into 'sessions_', may be invalid
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct one_path_suspends {
  std::map<int, session> sessions_;
  aio::task<> greet(int id, bool polite) {
    auto &s = sessions_[id];
    if (polite)
      co_await s.send(1);
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a reference into 'sessions_', may be invalid
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct refreshed_on_one_path {
  std::map<int, session> sessions_;
  aio::task<> greet(int id, bool again) {
    auto it = sessions_.find(id);
    co_await aio::tick();
    if (again)
      it = sessions_.find(id);
    it->second.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'it', an iterator into 'sessions_', may be invalid
  }
  void on_close(int id) { sessions_.erase(id); }
};

// --- Who interferes -----------------------------------------------------------------------

struct awaited_helper_erases {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    auto &s = sessions_[id];
    co_await prune();
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a reference into 'sessions_', may be invalid
  }

private:
  aio::task<> prune() {
    co_await aio::tick();
    std::erase_if(sessions_, [](const auto &e) { return e.second.hits == 0; });
  }
};

struct another_entry {
  std::vector<session> sessions_;
  aio::task<> greet(int i) {
    auto &s = sessions_[i];
    co_await aio::tick();
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a reference into 'sessions_', may be invalid
  }
  aio::task<> join(session s) {
    co_await aio::tick();
    sessions_.push_back(std::move(s));
  }
};

struct lock_not_shared {
  aio::mutex turn_;
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    auto turn = co_await turn_.scoped_lock();
    auto &s = sessions_[id];
    co_await aio::tick();
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a reference into 'sessions_', may be invalid
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct through_shared_self : std::enable_shared_from_this<through_shared_self> {
  std::map<int, session> sessions_;
  static aio::task<> greet(std::shared_ptr<through_shared_self> self, int id) {
    auto &s = self->sessions_[id];
    co_await aio::tick();
    s.hits++;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 's', a reference into 'self->sessions_', may be invalid
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct in_lambda_coroutine {
  std::map<int, session> sessions_;
  void start(int id) {
    keep([this, id]() -> aio::task<> {
      auto &s = sessions_[id];
      co_await aio::tick();
      s.hits++;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 's', a reference into 'sessions_', may be invalid
    });
  }
  void on_close(int id) { sessions_.erase(id); }
  void keep(std::function<aio::task<>()> f);
};
