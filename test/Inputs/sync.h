// More of the made-up library: what coroutines wait for. Known to no model.
#pragma once
#include "coroutine.h"
#include <chrono>

namespace aio {

/// A waiting writer stops new readers.
class shared_mutex {
public:
  class hold {
  public:
    hold(hold &&) noexcept;
    hold &operator=(hold &&) noexcept;
    ~hold();
    void unlock();
  };
  task<hold> read_lock();
  task<hold> write_lock();
};

class semaphore {
public:
  explicit semaphore(unsigned units);
  class unit {
  public:
    unit(unit &&) noexcept;
    ~unit();

  private:
    semaphore *from_;
  };
  task<unit> scoped_acquire();
  task<> acquire();
  void release();
};

/// Has no memory.
class condition {
public:
  task<> wait();
  task<> wait(mutex::guard &turn);
  template <class P> task<> wait(P done);
  task<bool> wait_for(std::chrono::milliseconds limit);
  void notify_all();
};

/// Stays set.
class event {
public:
  task<> wait();
  void set();
  bool is_set() const;
};

class gate {
public:
  class holder {
  public:
    holder(holder &&) noexcept;
    ~holder();
  };
  holder hold();
  task<> close();
};

template <class T> class channel {
public:
  task<> push(T value);
  task<T> pop();
};

struct pause_for : pause<> {};
pause_for sleep_for(std::chrono::milliseconds time);
void spawn(task<> t);
template <class... Ts> task<> when_all(Ts... tasks);

} // namespace aio
