// RUN: %check_async %s async-blocking-call %t
// RUN: %check_async -check-suffixes=MODEL %s async-blocking-call %t -- \
// RUN:   -config='{CheckOptions: {ModelFiles: "%S/Inputs/vendor.yaml"}}'
// RUN: %check_async -check-suffixes=ALLOWED %s async-blocking-call %t -- \
// RUN:   -config='{CheckOptions: {async-blocking-call.AllowedCallees: "read_config;std::future::get", async-blocking-call.BlockingTasks: "vendor::job"}}'

#include "coroutine.h"
#include <chrono>
#include <future>
#include <thread>

namespace vendor {
void checkpoint();
class disk_executor {
public:
  aio::pause<> enter();
};
disk_executor &disk();
aio::pause<> resume_on(disk_executor &);
aio::pause<> arrange(disk_executor &);
struct job {
  struct promise_type {
    job get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_value(int);
    void unhandled_exception();
  };
};
} // namespace vendor

void read_config() { std::this_thread::sleep_for(std::chrono::seconds(1)); }

aio::task<> known_to_the_model() {
  vendor::checkpoint();
  // CHECK-MESSAGES-MODEL: :[[@LINE-1]]:3: warning: 'vendor::checkpoint' blocks the thread until the disk is done
  co_return;
}
aio::task<> reads_config() {
  read_config();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read_config' puts the thread to sleep
  // CHECK-MESSAGES-MODEL: :[[@LINE-2]]:3: warning: 'read_config' puts the thread to sleep
  co_return;
}
aio::task<int> gets(std::future<int> f) {
  co_return f.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'f.get' blocks the thread
  // CHECK-MESSAGES-MODEL: :[[@LINE-2]]:13: warning: 'f.get' blocks the thread
}
// Tasks that run where they may block.
vendor::job blocking_job(std::shared_future<int> f) {
  co_return f.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'f.get' blocks the thread
  // CHECK-MESSAGES-MODEL: :[[@LINE-2]]:13: warning: 'f.get' blocks the thread
}
// The model says that arrange() goes elsewhere, and that disk() may be blocked.
aio::task<int> arranged(std::shared_future<int> f) {
  co_await vendor::arrange(vendor::disk());
  f.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'f.wait' blocks the thread
  // CHECK-MESSAGES-ALLOWED: :[[@LINE-2]]:3: warning: 'f.wait' blocks the thread
  co_return 1;
}
