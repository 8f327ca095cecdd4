// RUN: %check_async %s async-stale-state %t

// Two containers that belong together, filled on either side of a suspension.

#include "coroutine.h"
#include <cstddef>
#include <map>
#include <string>
#include <vector>

aio::task<> persist(int id);

struct id_first_name_later {
  std::map<std::string, int> ids_;
  std::map<int, std::string> names_;
  aio::task<> add(int id, std::string name) {
    ids_[name] = id;
    co_await persist(id);
    names_[id] = name;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'names_' is set only after this coroutine was suspended; 'ids_', which others read together with it, was set before
  }
  std::string canonical(const std::string &name) {
    auto it = ids_.find(name);
    return it == ids_.end() ? std::string() : names_.at(it->second);
  }
};

struct keys_first_values_in_a_loop {
  struct group {
    std::vector<long> values;
  };
  std::vector<std::string> keys_;
  std::vector<group> groups_;
  aio::task<> add(std::string key) {
    keys_.push_back(key);
    for (auto &g : groups_) {
      co_await aio::tick();
      g.values.push_back(0);
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'groups_' is set only after this coroutine was suspended; 'keys_', which others read
    }
  }
  long sum() const {
    long s = 0;
    for (std::size_t k = 0; k < keys_.size(); ++k)
      s += groups_[0].values[k];
    return s;
  }
};

// --- Nothing to report ------------------------------------------------------------------

struct name_first {
  std::map<std::string, int> ids_;
  std::map<int, std::string> names_;
  aio::task<> in_one_step(int id, std::string name) {
    co_await persist(id);
    names_[id] = name;
    ids_[name] = id;
  }
  std::string canonical(const std::string &name) {
    auto it = ids_.find(name);
    return it == ids_.end() ? std::string() : names_.at(it->second);
  }
};

// The reader does not count on it.
struct reader_asks {
  std::map<std::string, int> ids_;
  std::map<int, std::string> names_;
  aio::task<> add(int id, std::string name) {
    ids_[name] = id;
    co_await persist(id);
    names_[id] = name;
  }
  std::string canonical(const std::string &name) {
    auto it = ids_.find(name);
    if (it == ids_.end() || !names_.contains(it->second))
      return {};
    return names_.at(it->second);
  }
};

// Nobody goes from one to the other.
struct unrelated {
  std::map<std::string, int> ids_;
  std::vector<std::string> log_;
  aio::task<> add(int id, std::string name) {
    ids_[name] = id;
    co_await persist(id);
    log_.push_back(name);
  }
  int id(const std::string &name) { return ids_.at(name); }
  std::string last() { return log_.empty() ? std::string() : log_.back(); }
};

// Both under one lock.
struct locked {
  std::map<std::string, int> ids_;
  std::map<int, std::string> names_;
  aio::mutex m_;
  aio::task<> add(int id, std::string name) {
    auto turn = co_await m_.scoped_lock();
    ids_[name] = id;
    co_await persist(id);
    names_[id] = name;
  }
  aio::task<std::string> canonical(std::string name) {
    auto turn = co_await m_.scoped_lock();
    auto it = ids_.find(name);
    co_return it == ids_.end() ? std::string() : names_.at(it->second);
  }
};
