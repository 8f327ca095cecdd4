//===- interleave.h - Coroutines under every interleaving -------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A small single-threaded coroutine runtime for programs whose every
// interleaving is tried. A *step* runs one fiber from one suspension to the
// next; between two steps the explorer may pick any ready fiber.
//
//   task<T>    lazy; `co_await t` runs it in the same fiber, in the same step
//   yield()    ends the step: a timer, a socket, a disk
//   spawn(t)   makes a fiber of `t`; it is ready, and has not run yet
//   when_all   makes a fiber of each argument, and waits for all of them
//
// sync.h has what a fiber can wait for, blocking.h what stops the whole loop,
// tracked.h values that notice their use after the end of their life.
//
// A program is a coroutine without parameters, registered in its own file:
//
//   task<int> program() { ...co_await when_all(...); check(...); co_return n; }
//   const registration registered(program);
//
//===----------------------------------------------------------------------===//
#ifndef ASYNC_TIDY_TEST_INTERLEAVE_INTERLEAVE_H
#define ASYNC_TIDY_TEST_INTERLEAVE_INTERLEAVE_H

#include "blocking.h"
#include "explore.h"
#include "sync.h"
#include "tracked.h"

#include <type_traits>

namespace interleave {

/// A started task. To drop the handle does not stop the task.
class job {
public:
  job() = default;
  explicit job(std::shared_ptr<event> ended) : ended_(std::move(ended)) {}
  event::awaiter join(location at = location::current()) {
    return ended_->wait(at);
  }
  bool started() const noexcept { return ended_ != nullptr; }

private:
  std::shared_ptr<event> ended_;
};

namespace detail {
inline task<void> announce(task<void> body, std::shared_ptr<event> ended) {
  co_await body;
  ended->set();
}

/// What the parts of one when_all share.
struct join_point {
  std::size_t left;
  std::exception_ptr first_error{};
  event all_ended{};
  void part_ended(std::exception_ptr error) {
    if (error && !first_error)
      first_error = error;
    if (--left == 0)
      all_ended.set();
  }
};

template <class T>
task<void> part(task<T> body, std::optional<T> &result, join_point &whole) {
  std::exception_ptr error;
  try {
    result.emplace(co_await body);
  } catch (...) {
    error = std::current_exception();
  }
  whole.part_ended(error);
}

inline task<void> part(task<void> body, join_point &whole) {
  std::exception_ptr error;
  try {
    co_await body;
  } catch (...) {
    error = std::current_exception();
  }
  whole.part_ended(error);
}
} // namespace detail

/// Starts a task and does not wait for it. An exception that leaves it fails
/// the run.
inline job spawn(task<void> body) {
  auto ended = std::make_shared<event>();
  const std::string name = body.name();
  active->start(detail::announce(std::move(body), ended), name);
  return job(ended);
}

/// Starts all, waits for all, then throws what the first failed one threw.
inline task<void> when_all(std::vector<task<void>> all) {
  detail::join_point whole{all.size()};
  for (task<void> &each : all) {
    const std::string name = each.name();
    active->start(detail::part(std::move(each), whole), name);
  }
  if (whole.left != 0)
    co_await whole.all_ended.wait_for("what it started");
  if (whole.first_error)
    std::rethrow_exception(whole.first_error);
}

/// The same for tasks with a result; the results are in the order of the tasks.
template <class T> task<std::vector<T>> when_all(std::vector<task<T>> all) {
  detail::join_point whole{all.size()};
  std::vector<std::optional<T>> slots(all.size());
  for (std::size_t i = 0; i != all.size(); ++i) {
    const std::string name = all[i].name();
    active->start(detail::part(std::move(all[i]), slots[i], whole), name);
  }
  if (whole.left != 0)
    co_await whole.all_ended.wait_for("what it started");
  if (whole.first_error)
    std::rethrow_exception(whole.first_error);
  std::vector<T> results;
  for (std::optional<T> &slot : slots)
    results.push_back(std::move(*slot));
  co_return results;
}

/// when_all(a, b, ...) for tasks of one type.
template <class T, class... More>
auto when_all(task<T> first, task<T> second, More... more) {
  static_assert((std::is_same_v<More, task<T>> && ...));
  std::vector<task<T>> all;
  all.push_back(std::move(first));
  all.push_back(std::move(second));
  (all.push_back(std::move(more)), ...);
  return when_all(std::move(all));
}

/// Adds a program to the list that the driver runs, under its file's name.
struct registration {
  explicit registration(program entry, location at = location::current())
      : entry(entry), file(at.file_name()), next(std::exchange(first, this)) {}

  const program entry;
  const char *const file;
  const registration *const next;
  static inline const registration *first = nullptr;
};

} // namespace interleave

#endif // ASYNC_TIDY_TEST_INTERLEAVE_INTERLEAVE_H
