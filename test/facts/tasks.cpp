// RUN: %async-tidy --dump=tasks %s -- -std=c++20 -I%Inputs | FileCheck %s

// What starts a task, and what becomes of it.

#include "tasks.h"

aio::task<> work(int &n) {
  co_await aio::tick();
  ++n;
}
aio::task<> elsewhere(int &n);

// CHECK-LABEL: {{^}}awaited:
aio::task<> awaited(int n) {
  co_await work(n);
  // CHECK-NEXT: [[@LINE-1]]: work awaited until [[@LINE-1]]
  co_await elsewhere(n);
  // CHECK-NEXT: [[@LINE-1]]: ? awaited until [[@LINE-1]]
}
// CHECK-LABEL: {{^}}joined:
aio::task<> joined(int n) {
  co_await aio::when_all(work(n), work(n));
  // CHECK-NEXT: [[@LINE-1]]: work joined by when_all until [[@LINE-1]]
  // CHECK-NEXT: [[@LINE-2]]: work joined by when_all until [[@LINE-2]]
}
// CHECK-LABEL: {{^}}joined_by_handle:
aio::task<> joined_by_handle(int n) {
  auto job = aio::launch(work(n));
  // CHECK-NEXT: [[@LINE-1]]: work joined by launch kept in job until [[@LINE+1]]
  co_await job.join();
}
// CHECK-LABEL: {{^}}joined_in_a_container:
aio::task<> joined_in_a_container(int n) {
  std::vector<aio::job> jobs;
  for (int i = 0; i != 3; ++i)
    jobs.push_back(aio::launch(work(n)));
  // CHECK-NEXT: [[@LINE-1]]: work joined by launch kept in jobs in a loop until [[@LINE+2]]
  for (aio::job &each : jobs)
    co_await each.join();
}
// CHECK-LABEL: {{^}}detached:
aio::task<> detached(int n) {
  aio::spawn(work(n));
  // CHECK-NEXT: [[@LINE-1]]: work detached by spawn
  co_await aio::tick();
}
// CHECK-LABEL: {{^}}one_for_each:
aio::task<> one_for_each(std::vector<int> ids) {
  co_await aio::parallel_for_each(ids, [](int &id) -> aio::task<> { co_await work(id); });
  // CHECK-NEXT: [[@LINE-1]]: operator() joined by parallel_for_each over ids eager many until [[@LINE-1]]
}
// CHECK-LABEL: {{^}}lazy_and_dropped:
aio::task<> lazy_and_dropped(int n) {
  auto never = work(n);
  // CHECK-NEXT: [[@LINE-1]]: work unknown kept in never
  co_await aio::tick();
}
class cache {
  aio::job refresh_;
  aio::task<> load() { co_await aio::tick(); }
  // CHECK-LABEL: {{^}}cache::refresh:
  aio::task<> refresh() {
    refresh_ = aio::launch(load());
    // CHECK-NEXT: [[@LINE-1]]: load stored by launch kept in refresh_
    co_await aio::tick();
  }
};
