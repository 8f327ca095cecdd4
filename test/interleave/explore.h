//===- explore.h - Every interleaving, up to a bound ------------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The explorer runs a program from scratch, again and again. Wherever more than
// one fiber is ready it takes the next untried choice: a depth-first search by
// replay. Schedules with few preemptions come first, so that the first schedule
// that breaks a program is also one of the shortest to read, and the very first
// schedule is the sequential one: each fiber runs until it waits or ends.
//
// A run fails if a check() does not hold, an exception leaves a fiber, or
// fibers are left waiting and none is ready.
//
//===----------------------------------------------------------------------===//
#ifndef ASYNC_TIDY_TEST_INTERLEAVE_EXPLORE_H
#define ASYNC_TIDY_TEST_INTERLEAVE_EXPLORE_H

#include "task.h"

#include <memory>
#include <string>
#include <vector>

namespace interleave {

/// The choices of one schedule, and the way to the next.
class schedule {
public:
  /// How often a fiber that could go on may be interrupted; no limit by
  /// default.
  static constexpr unsigned unbounded = ~0u;
  explicit schedule(unsigned preemptions) : bound_(preemptions) {}

  /// Picks one of `open` ready fibers. If `can_stay`, number 0 is the fiber
  /// that ran last, and any other is a preemption.
  unsigned pick(unsigned open, bool can_stay) {
    if (can_stay && preempted_ == bound_ && open > 1) {
      pruned_ = true;
      open = 1;
    }
    if (open == 1)
      return 0;
    if (depth_ == path_.size())
      path_.push_back({0, open});
    const unsigned taken = path_[depth_++].taken;
    preempted_ += can_stay && taken != 0;
    return taken;
  }

  /// Moves to the next untried schedule; false when there is none.
  bool next() {
    depth_ = preempted_ = 0;
    while (!path_.empty() && path_.back().taken + 1 == path_.back().open)
      path_.pop_back();
    if (path_.empty())
      return false;
    ++path_.back().taken;
    return true;
  }

  /// Whether the bound hid some schedule.
  bool pruned() const { return pruned_; }

private:
  struct choice {
    unsigned taken, open;
  };
  std::vector<choice> path_;
  std::size_t depth_ = 0;
  unsigned preempted_ = 0;
  const unsigned bound_;
  bool pruned_ = false;
};

/// One line of control: a task that was started, and where it stands.
struct fiber {
  std::string name;
  task<void> body;
  std::coroutine_handle<> next{};
  const char *waits_for = "its start";
  location at{};
  bool ready = true;
};

/// One execution of a program under one schedule.
class run {
public:
  explicit run(schedule &choices) : choices_(choices) { active = this; }
  run(const run &) = delete;
  ~run() {
    ending_ = true;
    // The youngest first: a fiber may refer to the frame of the one that
    // started it.
    while (!fibers_.empty())
      fibers_.pop_back();
    active = nullptr;
    after_run();
  }

  /// Makes a fiber; it is ready and has not run.
  void start(task<void> body, const std::string &name) {
    auto made = std::make_unique<fiber>(
        fiber{name + "#" + std::to_string(fibers_.size()), std::move(body)});
    made->next = made->body.handle();
    fibers_.push_back(std::move(made));
  }

  /// Records that the running fiber waits, to be resumed through `h`.
  fiber *park(std::coroutine_handle<> h, const char *reason, location at) {
    current_->next = h;
    current_->waits_for = reason;
    current_->at = at;
    current_->ready = false;
    return current_;
  }

  static void wake(fiber *f) { f->ready = true; }

  /// Fails the run, and leaves the step if that is possible.
  void fail(const std::string &what) {
    if (failure_.empty() && !ending_)
      failure_ = what;
    if (!ending_ && std::uncaught_exceptions() == 0)
      throw abandoned();
  }

  /// Runs the program to its end, its failure or `max_steps`.
  void to_the_end(std::size_t max_steps) {
    while (failure_.empty() && step())
      if (steps_.size() == max_steps)
        failure_ = "no end after " + std::to_string(max_steps) + " steps";
    if (failure_.empty())
      failure_ = who_waits();
  }

  bool ending() const { return ending_; }
  const std::string &failure() const { return failure_; }

  /// The steps so far, one a line.
  std::string trace() const {
    std::string text;
    for (const step_record &s : steps_)
      text += "    " + s.who->name + ": " + s.from + " -> " + s.to + "\n";
    return text;
  }

  /// What the driver does when the frames of a run are gone.
  static inline void (*after_run)() = [] {};

private:
  struct step_record {
    const fiber *who;
    std::string from, to;
  };

  /// Resumes one ready fiber until it waits or ends; false if none is ready.
  bool step() {
    std::vector<fiber *> ready;
    const bool can_stay = current_ && current_->ready;
    if (can_stay)
      ready.push_back(current_);
    for (const auto &each : fibers_)
      if (each->ready && each.get() != current_)
        ready.push_back(each.get());
    if (ready.empty())
      return false;
    current_ = ready[choices_.pick(unsigned(ready.size()), can_stay)];
    steps_.push_back({current_, place(*current_), "end"});
    current_->ready = false;
    current_->waits_for = nullptr;
    current_->next.resume();
    if (!current_->body.done())
      steps_.back().to = current_->waits_for ? place(*current_) : "blocked";
    else
      end(*current_);
    return true;
  }

  void end(fiber &ended) {
    std::string what = ended.body.error_text();
    // The frame goes now: its locals and parameters end with the task.
    ended.body = {};
    if (what.empty())
      return;
    steps_.back().to = "leaves by an exception";
    if (failure_.empty())
      failure_ = "exception escaped from " + ended.name + ": " + what;
  }

  std::string who_waits() const {
    std::string text;
    for (const auto &each : fibers_)
      if (each->body)
        text += (text.empty() ? "no progress: " : "; ") + each->name +
                " waits for " + place(*each);
    return text;
  }

  static std::string place(const fiber &f) {
    if (!f.at.line())
      return f.waits_for;
    std::string file = f.at.file_name();
    return f.waits_for + (" at " + file.substr(file.rfind('/') + 1)) + ":" +
           std::to_string(f.at.line());
  }

  schedule &choices_;
  std::vector<std::unique_ptr<fiber>> fibers_;
  fiber *current_ = nullptr;
  std::vector<step_record> steps_;
  std::string failure_;
  bool ending_ = false;
};

/// States what must hold under every schedule.
inline void check(bool holds, const char *what) {
  if (!holds)
    active->fail(what);
}

/// A program: makes its objects, starts its tasks, checks, returns a result.
using program = task<int> (*)();

/// What the exploration of one program found.
struct outcome {
  std::size_t schedules = 0;     ///< run until the failure, or all there are
  bool complete = true;          ///< false if the limit ended the search
  std::optional<int> sequential; ///< the result of the first schedule
  std::string failure;           ///< empty if every schedule held
  std::string trace;             ///< the schedule that failed
};

struct limits {
  std::size_t schedules = 50'000;
  std::size_t steps = 300;
};

namespace detail {
inline task<void> keep(task<int> body, std::optional<int> &result) {
  result = co_await body;
}
} // namespace detail

/// Runs `entry` under every schedule, those with fewest preemptions first.
inline outcome explore(program entry, limits most = {}) {
  outcome found;
  for (unsigned bound : {0u, 1u, 2u, schedule::unbounded}) {
    schedule choices(bound);
    found.schedules = 0;
    do {
      if (found.schedules == most.schedules) {
        found.complete = false;
        return found;
      }
      ++found.schedules;
      std::optional<int> result;
      run once(choices);
      once.start(detail::keep(entry(), result), "main");
      once.to_the_end(most.steps);
      if (!found.sequential)
        found.sequential = result;
      if (!once.failure().empty()) {
        found.failure = once.failure();
        found.trace = once.trace();
        return found;
      }
    } while (choices.next());
    if (!choices.pruned())
      break;
  }
  return found;
}

} // namespace interleave

#endif // ASYNC_TIDY_TEST_INTERLEAVE_EXPLORE_H
