//===- driver.cpp - Runs every program and compares the verdicts ----------===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   interleave PROGRAMS-DIR [--only NAME] [--quiet]
//
// Exit 0 if each program did what its VERDICT comment says and twins agree when
// run sequentially, 1 if not, 2 if the driver cannot judge.
//
//===----------------------------------------------------------------------===//
#include "interleave.h"
#include "quarantine.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

namespace fs = std::filesystem;
using namespace interleave;

namespace {

#ifdef __clang__
constexpr const char *compiler = "VERDICT(clang):";
#else
constexpr const char *compiler = "VERDICT(gcc):";
#endif

enum class verdict { unknown, holds, breaks, skipped };

constexpr std::pair<const char *, verdict> words[] = {
    {"holds", verdict::holds},
    {"breaks: ", verdict::breaks},
    {"skipped", verdict::skipped},
};

/// What the comments at the top of a program say about this compiler.
struct expectation {
  verdict what = verdict::unknown;
  std::string why{};
};

expectation read_expectation(const fs::path &file) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line) && line.starts_with("//");)
    for (const char *key : {"// VERDICT:", compiler})
      if (auto at = line.find(key); at != line.npos) {
        const std::string text = line.substr(at + std::strlen(key) + 1);
        for (const auto &[word, meaning] : words)
          if (text.starts_with(word))
            return {meaning, text.substr(std::strlen(word))};
      }
  return {};
}

struct options {
  fs::path directory;
  std::string only;
  bool quiet = false;
};

class driver {
public:
  explicit driver(options o) : options_(std::move(o)) {}

  int run_all() {
    std::map<std::string, program> programs;
    for (auto *each = registration::first; each; each = each->next)
      programs[fs::path(each->file).stem().string()] = each->entry;
    for (const auto &[name, entry] : programs)
      if (name.find(options_.only) != name.npos)
        judge(name, entry);
    if (options_.only.empty())
      for (const auto &file : fs::directory_iterator(options_.directory))
        if (file.path().extension() == ".cpp" &&
            !programs.contains(file.path().stem().string()))
          complain(file.path().stem().string(), "is not registered");
    compare_twins();
    std::cout << outcomes_.size() << " programs, " << schedules_
              << " schedules, " << complaints_ << " wrong\n";
    if (outcomes_.empty())
      return 2;
    return complaints_ ? 1 : 0;
  }

private:
  void judge(const std::string &name, program entry) {
    const auto [wanted, why] =
        read_expectation(options_.directory / (name + ".cpp"));
    if (wanted == verdict::skipped) {
      std::cout << name << ": skipped" << why << "\n";
      return;
    }
    // A program that should hold has nothing to hide from AddressSanitizer.
    keep_freed_memory = wanted == verdict::breaks || !under_address_sanitizer;
    const outcome found = explore(entry);
    outcomes_[name] = found;
    schedules_ += found.schedules;
    const bool breaks = !found.failure.empty();
    std::cout << name << ": " << found.schedules
              << (found.schedules == 1 ? " schedule, " : " schedules, ")
              << (breaks ? "breaks: " + found.failure : "holds") << "\n";
    if (breaks && !options_.quiet)
      std::cout << found.trace;
    if (wanted == verdict::unknown)
      complain(name, "has no VERDICT comment that can be read");
    else if ((wanted == verdict::breaks) != breaks)
      complain(name, breaks ? "should hold" : "should break");
    else if (breaks && found.failure.find(why) == std::string::npos)
      complain(name, "breaks for another reason");
    if (!breaks && !found.complete)
      complain(name, "has too many schedules to say that it holds");
    if (!found.sequential)
      complain(name, "breaks when its tasks run one after another");
  }

  /// A hazard and its remedy must give the same result sequentially.
  void compare_twins() {
    const std::string suffix = ".hazard";
    for (const auto &[name, hazard] : outcomes_) {
      if (!name.ends_with(suffix))
        continue;
      const std::string stem = name.substr(0, name.size() - suffix.size());
      const auto remedy = outcomes_.find(stem + ".remedy");
      if (remedy == outcomes_.end())
        complain(name, "has no remedy");
      else if (hazard.sequential != remedy->second.sequential)
        complain(stem, "the twins differ when run sequentially");
    }
  }

  void complain(const std::string &name, const char *what) {
    ++complaints_;
    std::cout << "WRONG " << name << ": " << what << "\n";
  }

  const options options_;
  std::map<std::string, outcome> outcomes_;
  std::size_t schedules_ = 0;
  unsigned complaints_ = 0;
};

} // namespace

int main(int argc, char **argv) {
  options o;
  for (int i = 1; i != argc; ++i) {
    const std::string word = argv[i];
    if (word == "--quiet")
      o.quiet = true;
    else if (word == "--only" && i + 1 != argc)
      o.only = argv[++i];
    else
      o.directory = word;
  }
  if (!fs::is_directory(o.directory)) {
    std::cerr << "usage: interleave PROGRAMS-DIR [--only NAME] [--quiet]\n";
    return 2;
  }
  return driver(std::move(o)).run_all();
}
