// The runner runs a check under both hosts, and compares messages, notes and fixes.
// This check is stock clang-tidy's, so that the test does not hang on ours.
// RUN: %check_async %s modernize-use-nullptr %t -std=c++20,c++23 -fix-clean
// RUN: %check_async %s modernize-use-nullptr %t -std=c++20-or-later
// RUN: %check_async %s modernize-use-nullptr %t -match-partial-fixes -check-suffixes=PART
// RUN: %check_async %s modernize-use-nullptr,modernize-use-auto %t -check-suffixes=,AUTO

void *p = 0;
// CHECK-MESSAGES: :[[@LINE-1]]:11: warning: use nullptr [modernize-use-nullptr]
// CHECK-MESSAGES-PART: :[[@LINE-2]]:11: warning: use nullptr
// CHECK-FIXES: void *p = nullptr;
// CHECK-FIXES-PART: = nullptr

void f() {
  unsigned *q = new unsigned;
  // CHECK-MESSAGES-AUTO: :[[@LINE-1]]:3: warning: use auto
  // CHECK-FIXES-AUTO: auto *q = new unsigned;
}
