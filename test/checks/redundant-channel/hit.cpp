// RUN: %check_async %s async-redundant-channel %t

// One sequence of steps fills and drains the channel: nothing runs beside it.

#include "coroutine.h"
#include "channel.h"
#include <string>
#include <vector>

using aio::task;
task<std::string> fetch(std::string url);
void use(int);

task<std::vector<std::string>> fetch_all(std::vector<std::string> urls) {
  aio::channel<std::string> results;
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'results' is filled and drained by the same sequence of steps: nothing runs beside it
  for (auto &url : urls)
    co_await results.push(co_await fetch(url));
  std::vector<std::string> all;
  while (!results.empty())
    all.push_back(co_await results.pop());
  co_return all;
}
task<> fill(aio::channel<int> &to, int n) {
  for (int i = 0; i < n; ++i)
    co_await to.push(i);
}
task<int> drain(aio::channel<int> &from) {
  int sum = 0;
  while (!from.empty())
    sum += co_await from.pop();
  co_return sum;
}
// Awaited one after the other, in helpers.
task<int> one_after_the_other() {
  aio::channel<int> numbers;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'numbers' is filled and drained
  co_await fill(numbers, 3);
  co_return co_await drain(numbers);
}
task<> through_another(aio::channel<int> &to) { co_await fill(to, 2); }
task<int> two_deep() {
  aio::channel<int> numbers;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'numbers' is filled and drained
  co_await through_another(numbers);
  co_return co_await drain(numbers);
}
// A plain helper ends before its caller goes on.
void fill_now(aio::channel<int> &to) { to.try_push(1); }
task<int> plain_helper() {
  aio::channel<int> numbers;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'numbers' is filled and drained
  fill_now(numbers);
  co_return co_await numbers.pop();
}
task<int> in_a_branch(bool often) {
  aio::work_queue<int> queue;
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'queue' is filled and drained
  if (often)
    co_await queue.send(1);
  else
    co_await queue.send(2);
  queue.close();
  co_return co_await queue.receive();
}
auto in_a_lambda = []() -> task<int> {
  aio::channel<int> one;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'one' is filled and drained
  co_await one.push(1);
  co_return co_await one.pop();
};
