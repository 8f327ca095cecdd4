// What the forms share.
#pragma once
#include "coroutine.h"
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <utility>
#include <vector>

struct store {
  int value = 0;
  std::vector<int> items;
};

/// Mutexes as members, the usual place.
class fixture {
protected:
  std::mutex m_, other_;
  std::shared_mutex rw_;
  std::recursive_mutex recursive_;
  std::timed_mutex timed_;
  std::condition_variable cv_;
  store state_;
  bool open_ = false;
  int count_ = 0;
  std::mutex shards_[4];
  std::mutex &mutex() { return m_; }
};
