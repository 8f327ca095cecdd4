// Something else than a plain guard variable holds the lock.
#include "forms.h"
#include <atomic>
#include <tuple>

std::unique_lock<std::mutex> lock_it(std::mutex &m) { return std::unique_lock(m); }

struct opened {
  std::unique_lock<std::mutex> lock;
  store *data;
};

template <class T> class guarded {
public:
  class handle {
  public:
    handle(std::mutex &m, T &v) : lock_(m), value_(v) {}
    T *operator->() { return &value_; }

  private:
    std::unique_lock<std::mutex> lock_;
    T &value_;
  };
  handle locked() { return handle(m_, value_); }

private:
  std::mutex m_;
  T value_{};
};

class own_guard {
public:
  explicit own_guard(std::mutex &m) : m_(m) { m_.lock(); }
  own_guard(const own_guard &) = delete;
  ~own_guard() { m_.unlock(); }

private:
  std::mutex &m_;
};

class own_guard_by_pointer {
public:
  explicit own_guard_by_pointer(std::mutex *m) : m_(m) {
    if (m_)
      m_->lock();
  }
  ~own_guard_by_pointer() {
    if (m_)
      m_->unlock();
  }

private:
  std::mutex *m_;
};

struct named_guard : std::lock_guard<std::mutex> {
  using std::lock_guard<std::mutex>::lock_guard;
  const char *name = "";
};

struct holders : fixture {
  guarded<store> guarded_;
  std::unique_lock<std::mutex> lock_;
  std::unique_lock<std::mutex> exclusive() { return std::unique_lock(m_); }
  opened open() { return {std::unique_lock(m_), &state_}; }

  // FORM: factory-function held a free function returns the lock
  aio::task<> factory_function() {
    auto l = lock_it(m_); // HELD
    co_await aio::tick();
  }
  // FORM: factory-method held a member function returns the lock
  aio::task<> factory_method() {
    auto l = exclusive(); // HELD
    co_await aio::tick();
  }
  // FORM: factory-declared held a function that is only declared returns the lock
  std::unique_lock<std::mutex> declared_only();
  aio::task<> factory_declared() {
    std::unique_lock<std::mutex> l = declared_only(); // HELD
    co_await aio::tick();
  }
  // FORM: factory-lambda held a local lambda returns the lock
  aio::task<> factory_lambda() {
    auto take = [this] { return std::unique_lock(m_); };
    auto l = take(); // HELD
    co_await aio::tick();
  }
  // FORM: struct-aggregate held a struct holds the lock, initialised in braces
  aio::task<> struct_aggregate() {
    opened a{std::unique_lock(m_), &state_}; // HELD
    co_await aio::tick();
  }
  // FORM: struct-designated held a lock_guard built inside an aggregate
  aio::task<> struct_designated() {
    struct {
      std::lock_guard<std::mutex> l;
      int n;
    } s{.l = std::lock_guard<std::mutex>(m_), .n = 1}; // HELD
    co_await aio::tick();
    (void)s.n;
  }
  // FORM: struct-returned held a struct with the lock comes from a function
  aio::task<> struct_returned() {
    auto a = open(); // HELD
    co_await aio::tick();
    ++a.data->value;
  }
  // FORM: structured-binding held the lock is one name of a structured binding
  aio::task<> structured_binding() {
    auto [l, data] = open(); // HELD
    co_await aio::tick();
    ++data->value;
  }
  // FORM: pair held the lock is in a pair
  aio::task<> pair() {
    std::pair<std::unique_lock<std::mutex>, int> p{std::unique_lock(m_), 1}; // HELD
    co_await aio::tick();
  }
  // FORM: optional-in-place held an optional holds the lock from the start
  aio::task<> optional_in_place() {
    std::optional<std::lock_guard<std::mutex>> l(std::in_place, m_); // HELD
    co_await aio::tick();
  }
  // FORM: optional-emplace held an optional is given the lock later
  aio::task<> optional_emplace() {
    std::optional<std::unique_lock<std::mutex>> l;
    l.emplace(m_); // HELD
    co_await aio::tick();
  }
  // FORM: optional-assigned held a lock is assigned to an optional on one path
  aio::task<> optional_assigned() {
    std::optional<std::unique_lock<std::mutex>> l;
    if (open_)
      l = std::unique_lock(m_); // HELD
    co_await aio::tick();
  }
  // FORM: unique-ptr-make held make_unique makes the guard
  aio::task<> unique_ptr_make() {
    auto l = std::make_unique<std::lock_guard<std::mutex>>(m_); // HELD
    co_await aio::tick();
  }
  // FORM: unique-ptr-new held new makes the guard, unique_ptr owns it
  aio::task<> unique_ptr_new() {
    std::unique_ptr<std::lock_guard<std::mutex>> l(new std::lock_guard<std::mutex>(m_)); // HELD
    co_await aio::tick();
  }
  // FORM: shared-ptr-make held make_shared makes the guard
  aio::task<> shared_ptr_make() {
    auto l = std::make_shared<std::unique_lock<std::mutex>>(m_); // HELD
    co_await aio::tick();
  }
  // FORM: vector-of-locks held a vector collects locks
  aio::task<> vector_of_locks() {
    std::vector<std::unique_lock<std::mutex>> all;
    for (auto &m : shards_)
      all.emplace_back(m); // HELD
    co_await aio::tick();
  }
  // FORM: array-of-locks held an array of locks
  aio::task<> array_of_locks() {
    std::unique_lock<std::mutex> all[] = {std::unique_lock(m_), std::unique_lock(other_)}; // HELD
    co_await aio::tick();
    (void)all;
  }
  // FORM: member-lock held a data member is given the lock
  aio::task<> member_lock() {
    lock_ = std::unique_lock(m_); // HELD
    co_await aio::tick();
  }
  // FORM: own-guard held a user's guard: its constructor locks, its destructor unlocks
  aio::task<> user_guard() {
    own_guard g(m_); // HELD
    co_await aio::tick();
  }
  // FORM: own-guard-pointer held a user's guard that takes a pointer and tests it
  aio::task<> user_guard_pointer() {
    own_guard_by_pointer g(&m_); // HELD
    co_await aio::tick();
  }
  // FORM: own-guard-derived held a class derived from lock_guard
  aio::task<> derived_guard() {
    named_guard g(m_); // HELD
    co_await aio::tick();
  }
  // FORM: own-guard-member held a user's handle with a unique_lock as its member
  aio::task<> handle_member() {
    auto state = guarded_.locked(); // HELD
    state->value = co_await aio::number();
  }
  // FORM: temporary-in-await held a temporary handle lives to the end of the awaiting expression
  aio::task<> temporary_in_await() {
    co_await aio::store(guarded_.locked()->value); // HELD
  }
  // FORM: temporary-comma held a temporary guard before the comma lives on
  aio::task<> temporary_comma() {
    (void)std::lock_guard(m_), co_await aio::tick(); // HELD
  }
  // FORM: parameter held the caller moved its lock into the coroutine
  aio::task<> parameter([[maybe_unused]] std::unique_lock<std::mutex> l) { // HELD
    ++count_;
    co_await aio::tick();
  }
  // FORM: lambda-owns held a closure owns the lock by init-capture
  aio::task<> lambda_owns() {
    auto job = [l = std::unique_lock(m_), this] { ++count_; }; // HELD
    co_await aio::tick();
    job();
  }
};
