// RUN: %check_async -expect-clean %s async-invalidated-reference %t
// RUN: %check_async -expect-clean %s async-invalidated-reference %t -- -config="{CheckOptions: {Confidence: possible}}"

// What looks like a holder that may be invalid and is none.

#include "coroutine.h"
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

struct session {
  int hits = 0;
  std::string name;
  aio::task<> send(int n);
  void note(int n);
};
aio::task<> write_out(std::string bytes);
void show(std::string_view text);
void count(int n);

struct found_again {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    auto it = sessions_.find(id);
    if (it == sessions_.end())
      co_return;
    co_await aio::tick();
    it = sessions_.find(id);
    if (it != sessions_.end())
      it->second.hits++;
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct indexed_again {
  std::vector<session> sessions_;
  aio::task<> greet_all() {
    for (std::size_t i = 0; i < sessions_.size(); ++i) {
      sessions_[i].hits++;
      co_await aio::tick();
    }
  }
  void on_join(session s) { sessions_.push_back(std::move(s)); }
};

struct owner_kept {
  std::map<int, std::shared_ptr<session>> sessions_;
  aio::task<> greet(int id) {
    auto it = sessions_.find(id);
    if (it == sessions_.end())
      co_return;
    std::shared_ptr<session> mine = it->second;
    session &s = *mine;
    co_await mine->send(1);
    s.hits++;
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct locked_weak {
  std::weak_ptr<session> now_;
  aio::task<> greet() {
    if (auto s = now_.lock()) {
      co_await s->send(1);
      s->hits++;
    }
  }
  void on_close() { now_.reset(); }
};

struct copied {
  std::map<int, session> sessions_;
  std::string host_;
  aio::task<> greet(int id) {
    session s = sessions_[id];
    std::string host = host_;
    std::string_view view = host;
    co_await aio::tick();
    count(s.hits);
    show(view);
  }
  aio::task<> greet_all() {
    auto all = sessions_;
    for (auto &[id, s] : all) {
      co_await aio::store(id);
      s.hits++;
    }
  }
  void on_close(int id) { sessions_.erase(id); }
  void on_host(std::string host) { host_ = host; }
};

struct moved_out {
  std::vector<session> pending_;
  aio::task<> flush() {
    std::vector<session> batch = std::exchange(pending_, {});
    for (auto &s : batch)
      co_await s.send(1);
  }
  void on_join(session s) { pending_.push_back(std::move(s)); }
};

struct only_appended_list {
  std::list<session> sessions_;
  aio::task<> greet_all() {
    for (auto &s : sessions_) {
      co_await aio::tick();
      s.hits++;
    }
  }
  void on_join(session s) { sessions_.push_back(std::move(s)); }
};

struct reference_into_deque {
  std::deque<session> sessions_;
  aio::task<> greet() {
    session &s = sessions_.front();
    co_await aio::tick();
    s.hits++;
  }
  void on_join(session s) { sessions_.push_back(std::move(s)); }
};

struct reference_survives_rehash {
  std::unordered_map<int, session> sessions_;
  aio::task<> greet(int id) {
    session &s = sessions_[id];
    co_await aio::tick();
    s.hits++;
  }
  void on_join(int id) { sessions_.emplace(id, session()); }
};

struct map_keeps_iterators {
  std::map<int, session> sessions_;
  aio::task<> greet_all() {
    for (auto &[id, s] : sessions_) {
      co_await aio::store(id);
      s.hits++;
    }
  }
  void on_join(int id) { sessions_[id].hits = 0; }
};

struct value_assigned_in_place {
  std::optional<session> now_ = session();
  std::vector<int> counts_ = std::vector<int>(8);
  aio::task<> greet() {
    int &first = counts_[0];
    session &s = *now_;
    co_await aio::tick();
    s.hits++;
    first++;
  }
  void on_rename(session s) { now_ = std::move(s); }
  void on_count(int i) { counts_[i]++; }
};

struct right_side_first {
  std::map<int, session> sessions_;
  std::vector<int> counts_;
  aio::task<> greet(int id) {
    sessions_[id].hits = co_await aio::number();
    counts_[id] += co_await aio::number();
    int n = co_await aio::number();
    sessions_[id].note(n);
  }
  void on_close(int id) { sessions_.erase(id); }
  void on_count(int n) { counts_.push_back(n); }
};

struct last_used_before {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    auto &s = sessions_[id];
    s.hits++;
    int hits = s.hits;
    co_await aio::tick();
    count(hits);
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct suspending_branch_returns {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    auto it = sessions_.find(id);
    if (it == sessions_.end()) {
      co_await aio::tick();
      co_return;
    }
    it->second.hits++;
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct added_where_missing {
  std::map<int, session> sessions_;
  aio::task<session *> get(int id) {
    auto it = sessions_.find(id);
    if (it == sessions_.end()) {
      int hits = co_await aio::number();
      it = sessions_.emplace(id, session{hits, ""}).first;
    }
    co_return &it->second;
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct everyone_takes_the_lock {
  aio::mutex turn_;
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    auto turn = co_await turn_.scoped_lock();
    auto &s = sessions_[id];
    co_await aio::tick();
    s.hits++;
  }
  aio::task<> close(int id) {
    auto turn = co_await turn_.scoped_lock();
    sessions_.erase(id);
  }
};

struct asked_again {
  std::map<int, session> sessions_;
  bool closed_ = false;
  unsigned generation_ = 0;
  aio::task<> greet(int id) {
    auto &s = sessions_[id];
    co_await aio::tick();
    if (!sessions_.contains(id))
      co_return;
    s.hits++;
  }
  aio::task<> greet_while_open(int id) {
    auto it = sessions_.find(id);
    co_await aio::tick();
    if (closed_)
      co_return;
    it->second.hits++;
  }
  aio::task<> greet_this_time(int id) {
    auto it = sessions_.find(id);
    const unsigned mine = generation_;
    co_await aio::tick();
    if (mine != generation_)
      co_return;
    it->second.hits++;
  }
  void on_close() {
    closed_ = true;
    ++generation_;
    sessions_.clear();
  }
};

struct nobody_else {
  std::map<int, session> sessions_;
  nobody_else() { start(run()); }

private:
  aio::task<> run() {
    for (;;) {
      int id = co_await aio::number();
      auto &s = sessions_[id];
      co_await s.send(1);
      if (++s.hits > 3)
        sessions_.erase(id);
    }
  }
  void start(aio::task<> t);
};

struct own_storage {
  aio::task<> greet() {
    std::vector<session> mine(3);
    auto owner = std::make_unique<session>();
    session &first = mine.front(), &other = *owner;
    for (auto &s : mine)
      co_await s.send(1);
    first.hits++;
    other.hits++;
    mine.clear();
  }
};

struct erased_where_it_stands {
  aio::mutex turn_;
  std::map<int, session> sessions_;
  aio::task<> greet_all() {
    auto turn = co_await turn_.scoped_lock();
    for (auto it = sessions_.begin(); it != sessions_.end();) {
      co_await aio::tick();
      it = it->second.hits ? std::next(it) : sessions_.erase(it);
    }
  }
};

struct raw_pointer_stored {
  std::map<int, session *> sessions_;
  aio::task<> greet(int id) {
    session *s = sessions_.at(id);
    co_await aio::tick();
    s->hits++;
  }
  void on_close(int id) { sessions_.erase(id); }
};

struct only_moved_on_construction {
  std::vector<session> sessions_;
  explicit only_moved_on_construction(std::vector<session> s)
      : sessions_(std::move(s)) {}
  ~only_moved_on_construction() { sessions_.clear(); }
  aio::task<> greet_all() {
    for (auto &s : sessions_)
      co_await s.send(1);
  }
};

struct awaited_by_value {
  std::optional<session> now_;
  aio::task<> greet() {
    if (now_)
      co_await write_out(now_->name);
  }
  void on_close() { now_.reset(); }
};

struct never_suspended {
  std::map<int, session> sessions_;
  aio::task<> greet(int id) {
    auto &s = sessions_[id];
    s.hits += co_await aio::ready<int>{1};
    s.hits++;
  }
  void on_close(int id) { sessions_.erase(id); }
};

// The owner is moved elsewhere before its element is erased: what it owned lives on.
struct listener {
  bool open();
};
void start_listening(aio::task<> t);
class listeners {
public:
  void start() {
    for (auto &l : all_)
      start_listening(listen(*l));
  }
  void retire_closed() {
    auto it = all_.begin();
    while (it != all_.end()) {
      if ((*it)->open()) {
        ++it;
        continue;
      }
      retired_.push_back(std::move(*it));
      it = all_.erase(it);
    }
  }

private:
  aio::task<> listen(listener &l) {
    while (l.open())
      co_await aio::tick();
  }
  std::deque<std::unique_ptr<listener>> all_, retired_;
};

// What is made before the lambda that uses it is started.
struct peer {
  aio::task<> process();
};
class dialler {
public:
  void connect() {
    peer_ = std::make_unique<peer>();
    start_listening([](dialler &self) -> aio::task<> { co_await self.peer_->process(); }(*this));
  }

private:
  std::unique_ptr<peer> peer_;
};

// --- Locks of others, and writes that take nothing away ------------------------------------------------

// Both take the lock of the object that has the elements.
struct drawer {
  aio::mutex turn;
  std::vector<int> papers;
};
struct clerk {
  aio::task<> post_all(drawer &d) {
    auto turn = co_await d.turn.scoped_lock();
    for (int p : d.papers)
      co_await aio::store(p);
  }
};
struct merger {
  aio::task<> merge(drawer &other) {
    auto turn = co_await other.turn.scoped_lock();
    other.papers.clear();
  }
};

// Whoever calls it holds the lock.
class announcer {
public:
  aio::task<> announce() {
    auto turn = co_await turn_.scoped_lock();
    co_await announce_locked();
  }
  aio::task<> announce_twice() {
    auto turn = co_await turn_.scoped_lock();
    co_await announce_locked();
    co_await announce_locked();
  }
  aio::task<> remove_last() {
    auto turn = co_await turn_.scoped_lock();
    sessions_.pop_back();
  }

private:
  aio::task<> announce_locked() {
    for (auto &s : sessions_)
      co_await s.send(1);
  }
  aio::mutex turn_;
  std::vector<session> sessions_;
};

// It is made where there is none.
class on_demand {
public:
  aio::task<> send() {
    if (!now_)
      now_ = std::make_unique<session>();
    co_await now_->send(1);
  }

private:
  std::unique_ptr<session> now_;
};
