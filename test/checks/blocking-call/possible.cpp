// RUN: %check_async -check-suffixes=LIKELY %s async-blocking-call %t
// RUN: %check_async -check-suffixes=LIKELY,POSSIBLE %s async-blocking-call %t -- -config='{CheckOptions: {Confidence: possible}}'

// Short as a rule: for an audit. Who reads all of a file is told anyway.

#include "coroutine.h"
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

extern "C" {
long recv(int, void *, unsigned long, int);
int compress(unsigned char *, unsigned long *, const unsigned char *,
             unsigned long);
}

aio::task<int> one_number(std::string path) {
  std::ifstream in(path);
  // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:17: warning: 'std::ifstream' may block the thread
  int n = 0;
  in >> n;
  // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:3: warning: 'in >>' reads from disk
  co_return n;
}
aio::task<int> all_numbers(std::string path) {
  std::ifstream in(path);
  // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:17: warning: 'std::ifstream' may block the thread
  int n = 0, sum = 0;
  while (in >> n)
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:10: warning: 'in >>' reads from disk in a loop
    sum += n;
  co_return sum;
}
aio::task<> c_files() {
  std::FILE *f = std::fopen("a", "r");
  // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:18: warning: 'fopen' may block the thread
  char buffer[64];
  while (std::fread(buffer, 1, sizeof buffer, f))
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:10: warning: 'fread' reads from disk in a loop
    co_await aio::tick();
}
aio::task<> descriptors(int fd) {
  char b;
  recv(fd, &b, 1, 0);
  // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:3: warning: 'recv' may block the thread
  co_await aio::tick();
}
aio::task<bool> there() {
  co_return std::filesystem::exists("a");
  // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:13: warning: 'std::filesystem::exists' may block the thread
}
aio::task<> packs() {
  unsigned long n = 0;
  compress(nullptr, &n, nullptr, 0);
  // CHECK-MESSAGES-POSSIBLE: :[[@LINE-1]]:3: warning: 'compress' may block the thread
  co_return;
}
// In a helper, a moment is nobody's business.
bool is_there() { return std::filesystem::exists("a"); }
aio::task<bool> asks() { co_return is_there(); }
