// What starts, joins and moves tasks in the made-up library of coroutine.h. No model knows it:
// all has to be recognised by its shape, or by names that other libraries use as well.
//
//   spawn(task)            starts it and does not wait
//   launch(task)           gives a job, whose join() waits
//   when_all(tasks...)     starts all, waits for all
//   parallel_for_each(r, f)   starts f(e) for each e of r while it walks r, waits for all
//   pool(), main_loop(), disk_loop()   executors: several threads, the own one, another one
//   resume_on(executor)    awaited: goes on there
//   offload(f)             runs f on the pool, and comes back
#pragma once
#include "coroutine.h"
#include <functional>
#include <memory>
#include <vector>

namespace aio {

class event {
public:
  void set();
  pause<> wait();
};
class job {
public:
  pause<> join();
};
class gate {
public:
  class holder {
  public:
    holder(holder &&);
    ~holder();
  };
  holder hold();
  pause<> close();
};

void spawn(task<> t);
job launch(task<> t);
template <class... Ts> task<> when_all(task<Ts>... ts);
task<> when_all(std::vector<task<>> ts);
template <class R, class F> task<> parallel_for_each(R &range, F f) {
  gate all;
  for (auto &each : range)
    spawn([](task<> t, gate::holder) -> task<> {
      co_await std::move(t);
    }(f(each), all.hold()));
  co_await all.close();
}

class executor {
public:
  void post(std::function<void()> f);
};
executor &pool();
executor &main_loop();
executor &disk_loop();
executor &owner_of(const void *part);
pause<> resume_on(executor &where);

template <class F> task<decltype(std::declval<F>()())> offload(F f) {
  co_await resume_on(pool());
  auto result = f();
  co_await resume_on(main_loop());
  co_return result;
}

} // namespace aio
