// Spellings of a guard that is held at a suspension point.
#include "forms.h"

std::mutex global_mutex;
using guard_alias = std::lock_guard<std::mutex>;
template <class M> using guard_of = std::unique_lock<M>;
typedef std::scoped_lock<std::mutex, std::mutex> both_locked;

struct guards : fixture {
  // FORM: guard-spelled held lock_guard with its template argument
  aio::task<> guard_spelled() {
    std::lock_guard<std::mutex> l(m_); // HELD
    co_await aio::tick();
  }
  // FORM: guard-ctad held lock_guard by class template argument deduction
  aio::task<> guard_ctad() {
    std::lock_guard l(m_); // HELD
    co_await aio::tick();
  }
  // FORM: guard-braces held lock_guard in braces
  aio::task<> guard_braces() {
    const std::lock_guard l{m_}; // HELD
    co_await aio::tick();
  }
  // FORM: guard-recursive held lock_guard on a recursive mutex
  aio::task<> guard_recursive() {
    std::lock_guard<std::recursive_mutex> l(recursive_); // HELD
    co_await aio::tick();
  }
  // FORM: guard-alias held an alias for lock_guard
  aio::task<> alias() {
    guard_alias l(m_); // HELD
    co_await aio::tick();
  }
  // FORM: guard-alias-template held an alias template for unique_lock
  aio::task<> alias_template() {
    guard_of<std::mutex> l(m_); // HELD
    co_await aio::tick();
  }
  // FORM: guard-local-alias held an alias declared in the function
  aio::task<> local_alias() {
    using guard = std::unique_lock<std::mutex>;
    guard l{m_}; // HELD
    co_await aio::tick();
  }
  // FORM: scoped-one held scoped_lock on one mutex
  aio::task<> scoped_one() {
    std::scoped_lock l(m_); // HELD
    co_await aio::tick();
  }
  // FORM: scoped-several held scoped_lock on two mutexes
  aio::task<> scoped_several() {
    std::scoped_lock l(m_, other_); // HELD
    co_await aio::tick();
  }
  // FORM: scoped-typedef held a typedef of scoped_lock with its arguments
  aio::task<> scoped_typedef() {
    both_locked l(m_, other_); // HELD
    co_await aio::tick();
  }
  // FORM: unique-spelled held unique_lock with its template argument
  aio::task<> unique_spelled() {
    std::unique_lock<std::mutex> l(m_); // HELD
    co_await aio::tick();
  }
  // FORM: unique-ctad held unique_lock by deduction
  aio::task<> unique_ctad() {
    std::unique_lock l(m_); // HELD
    co_await aio::tick();
  }
  // FORM: unique-auto held auto from a deduced unique_lock
  aio::task<> unique_auto() {
    auto l = std::unique_lock(m_); // HELD
    co_await aio::tick();
  }
  // FORM: unique-auto-braces held auto from a spelled unique_lock in braces
  aio::task<> unique_auto_braces() {
    auto l = std::unique_lock<std::mutex>{m_}; // HELD
    co_await aio::tick();
  }
  // FORM: unique-copy-init held copy initialisation
  aio::task<> unique_copy_init() {
    std::unique_lock<std::mutex> l = std::unique_lock<std::mutex>(m_); // HELD
    co_await aio::tick();
  }
  // FORM: unique-timed held unique_lock that waits for some time
  aio::task<> unique_timed() {
    std::unique_lock l(timed_, std::chrono::seconds(1)); // HELD
    if (!l)
      co_return;
    co_await aio::tick();
  }
  // FORM: unique-shared-mutex held unique_lock on a shared mutex
  aio::task<> unique_shared_mutex() {
    std::unique_lock l(rw_); // HELD
    co_await aio::tick();
  }
  // FORM: shared-spelled held shared_lock with its template argument
  aio::task<> shared_spelled() {
    std::shared_lock<std::shared_mutex> l(rw_); // HELD
    co_await aio::tick();
  }
  // FORM: shared-ctad held shared_lock by deduction
  aio::task<> shared_ctad() {
    std::shared_lock l{rw_}; // HELD
    co_await aio::tick();
  }
  // FORM: shared-auto held auto from a shared_lock
  aio::task<> shared_auto() {
    auto reading = std::shared_lock(rw_); // HELD
    co_await aio::tick();
  }
  // FORM: mutex-element held the mutex is an array's element
  aio::task<> mutex_element(int shard) {
    std::lock_guard l(shards_[shard]); // HELD
    co_await aio::tick();
  }
  // FORM: mutex-call held the mutex is what a function returns
  aio::task<> mutex_call() {
    std::lock_guard l(mutex()); // HELD
    co_await aio::tick();
  }
  // FORM: guard-static-mutex held the mutex is a static local variable
  aio::task<> static_mutex() {
    static std::mutex once;
    std::lock_guard l(once); // HELD
    co_await aio::tick();
  }
  // FORM: guard-unused-attribute held an attribute before the guard
  aio::task<> attribute() {
    [[maybe_unused]] std::lock_guard l(m_); // HELD
    co_await aio::tick();
  }
  // FORM: two-guards held two guards, two reports
  aio::task<> two_guards() {
    std::lock_guard first(m_);      // HELD
    std::lock_guard second(other_); // HELD
    co_await aio::tick();
  }
  // FORM: guard-extended held a temporary guard whose life a reference extends
  aio::task<> extended() {
    const auto &l = std::unique_lock(m_); // HELD
    co_await aio::tick();
    (void)l;
  }
};

// FORM: global-mutex held the mutex is global, the coroutine a free function
aio::task<> on_global_mutex() {
  std::lock_guard l(global_mutex); // HELD
  co_await aio::tick();
}
// FORM: mutex-reference held the mutex comes by reference
aio::task<> on_reference(std::mutex &m) {
  std::lock_guard l(m); // HELD
  co_await aio::tick();
}
// FORM: mutex-pointer held the mutex comes by pointer
aio::task<> on_pointer(std::mutex *m) {
  std::lock_guard l(*m); // HELD
  co_await aio::tick();
}
// FORM: mutex-through-pointer held the mutex is a member of what a pointer owns
struct shared_store {
  std::mutex m;
  store data;
};
aio::task<> on_owned(std::shared_ptr<shared_store> s) {
  std::lock_guard l(s->m); // HELD
  co_await aio::tick();
  ++s->data.value;
}
