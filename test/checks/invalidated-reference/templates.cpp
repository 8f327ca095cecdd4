// RUN: %check_async %s async-invalidated-reference %t

// Templates are analysed as instantiated: each report once.

#include "coroutine.h"
#include <map>
#include <list>
#include <vector>

template <class Container> struct holder_of {
  Container items_;
  aio::task<> visit() {
    for (auto &item : items_) {
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop goes on from a position in 'items_' that may be invalid
      item++;
      co_await aio::tick();
    }
  }
  void add(int n) { items_.push_back(n); }
};
template struct holder_of<std::vector<int>>;

template <class Container> struct holder_of_stable {
  Container items_;
  aio::task<> visit() {
    for (auto &item : items_) {
      item++;
      co_await aio::tick();
    }
  }
  void add(int n) { items_.push_back(n); }
};
template struct holder_of_stable<std::list<int>>;

template <class Key> struct never_instantiated {
  std::map<Key, int> items_;
  aio::task<> visit(Key k) {
    auto &n = items_[k];
    co_await aio::tick();
    n++;
  }
  void drop(Key k) { items_.erase(k); }
};
