// The same guard each time; what differs is where the coroutine is suspended.
#include "forms.h"
#include <stdexcept>

struct suspensions : fixture {
  // FORM: in-initialiser held a variable's initialiser
  aio::task<> initialiser() {
    std::lock_guard<std::mutex> l(m_); // HELD
    int n = co_await aio::number();
    count_ = n;
  }
  // FORM: in-auto-initialiser held an initialiser in parentheses
  aio::task<> auto_initialiser() {
    std::lock_guard<std::mutex> l(m_); // HELD
    const auto n(co_await aio::number());
    count_ = n;
  }
  // FORM: in-list-initialiser held an element of an initialiser list
  aio::task<> list_initialiser() {
    std::lock_guard<std::mutex> l(m_); // HELD
    std::vector<int> all{1, co_await aio::number()};
    count_ = static_cast<int>(all.size());
  }
  // FORM: in-structured-binding held a structured binding's initialiser
  aio::task<> structured_binding() {
    std::lock_guard<std::mutex> l(m_); // HELD
    auto [a, b] = co_await aio::fetch<std::pair<int, int>>();
    count_ = a + b;
  }
  // FORM: in-if-condition held an if statement's condition
  aio::task<> if_condition() {
    std::lock_guard<std::mutex> l(m_); // HELD
    if (co_await aio::fetch<bool>())
      ++count_;
  }
  // FORM: in-if-declaration held a condition that declares a variable
  aio::task<> if_declaration() {
    std::lock_guard<std::mutex> l(m_); // HELD
    if (int n = co_await aio::number())
      count_ = n;
  }
  // FORM: in-if-init held an if statement's init-statement
  aio::task<> if_init() {
    std::lock_guard<std::mutex> l(m_); // HELD
    if (int n = co_await aio::number(); n > count_)
      count_ = n;
  }
  // FORM: in-else held an else branch
  aio::task<> in_else() {
    std::lock_guard<std::mutex> l(m_); // HELD
    if (open_)
      ++count_;
    else
      co_await aio::tick();
  }
  // FORM: in-while-condition held a while statement's condition
  aio::task<> while_condition() {
    std::lock_guard<std::mutex> l(m_); // HELD
    while (co_await aio::fetch<bool>())
      ++count_;
  }
  // FORM: in-do-condition held a do statement's condition
  aio::task<> do_condition() {
    std::lock_guard<std::mutex> l(m_); // HELD
    do
      ++count_;
    while (co_await aio::fetch<bool>());
  }
  // FORM: in-for-increment held a for statement's increment
  aio::task<> for_increment() {
    std::lock_guard<std::mutex> l(m_); // HELD
    for (int i = 0; i < 3; i += co_await aio::number())
      ++count_;
  }
  // FORM: in-for-init held a for statement's init-statement
  aio::task<> for_init() {
    std::lock_guard<std::mutex> l(m_); // HELD
    for (int i = co_await aio::number(); i < 3; ++i)
      ++count_;
  }
  // FORM: in-switch-condition held a switch statement's condition
  aio::task<> switch_condition() {
    std::lock_guard<std::mutex> l(m_); // HELD
    switch (co_await aio::number()) {
    case 0:
      ++count_;
    }
  }
  // FORM: in-range-init held what a range-for runs over
  aio::task<> range_init() {
    std::lock_guard<std::mutex> l(m_); // HELD
    for (int item : co_await aio::fetch<std::vector<int>>())
      count_ += item;
  }
  // FORM: in-range-body held a range-for's body
  aio::task<> range_body() {
    std::lock_guard<std::mutex> l(m_); // HELD
    for (int item : state_.items)
      co_await aio::store(item);
  }
  // FORM: in-argument held a function's argument
  aio::task<> argument() {
    std::lock_guard<std::mutex> l(m_); // HELD
    state_.items.push_back(co_await aio::number());
  }
  // FORM: in-nested-await held an await in an await's operand
  aio::task<> nested_await() {
    std::lock_guard<std::mutex> l(m_); // HELD
    co_await aio::store(co_await aio::number());
  }
  // FORM: in-object held the object of a member call
  aio::task<> object() {
    std::lock_guard<std::mutex> l(m_); // HELD
    count_ = static_cast<int>((co_await aio::fetch<std::vector<int>>()).size());
  }
  // FORM: in-subscript held a subscript
  aio::task<> subscript() {
    std::lock_guard<std::mutex> l(m_); // HELD
    ++state_.items[co_await aio::number()];
  }
  // FORM: in-assignment held the right side of an assignment
  aio::task<> assignment() {
    std::lock_guard<std::mutex> l(m_); // HELD
    count_ = co_await aio::number();
  }
  // FORM: in-compound-assignment held the right side of +=
  aio::task<> compound_assignment() {
    std::lock_guard<std::mutex> l(m_); // HELD
    count_ += co_await aio::number();
  }
  // FORM: in-ternary-arm held an arm of a conditional expression
  aio::task<> ternary_arm() {
    std::lock_guard<std::mutex> l(m_); // HELD
    count_ = open_ ? co_await aio::number() : 0;
  }
  // FORM: in-ternary-condition held the condition of a conditional expression
  aio::task<> ternary_condition() {
    std::lock_guard<std::mutex> l(m_); // HELD
    count_ = co_await aio::fetch<bool>() ? 1 : 0;
  }
  // FORM: in-and held the right operand of &&
  aio::task<> logical_and() {
    std::lock_guard<std::mutex> l(m_); // HELD
    if (open_ && co_await aio::fetch<bool>())
      ++count_;
  }
  // FORM: in-or held the right operand of ||, not in a condition
  aio::task<> logical_or() {
    std::lock_guard<std::mutex> l(m_); // HELD
    open_ = open_ || co_await aio::fetch<bool>();
  }
  // FORM: in-return held the operand of co_return
  aio::task<int> in_return() {
    std::lock_guard<std::mutex> l(m_); // HELD
    co_return co_await aio::number();
  }
  // FORM: in-throw held the operand of throw
  aio::task<> in_throw() {
    std::lock_guard<std::mutex> l(m_); // HELD
    if (open_)
      throw std::runtime_error(co_await aio::fetch<const char *>());
  }
  // FORM: in-capture held a lambda's init-capture
  aio::task<> in_capture() {
    std::lock_guard<std::mutex> l(m_); // HELD
    auto job = [n = co_await aio::number()] { return n; };
    count_ = job();
  }
  // FORM: in-new held the initialiser of a new expression
  aio::task<> in_new() {
    std::lock_guard<std::mutex> l(m_); // HELD
    std::unique_ptr<int> n(new int(co_await aio::number()));
    count_ = *n;
  }
  // FORM: in-cast held a cast to void
  aio::task<> in_cast() {
    std::lock_guard<std::mutex> l(m_); // HELD
    (void)co_await aio::number();
  }
  // FORM: in-try held a try block
  aio::task<> in_try() {
    std::lock_guard<std::mutex> l(m_); // HELD
    try {
      co_await aio::tick();
    } catch (const std::exception &) {
      ++count_;
    }
  }
  // FORM: after-catch held what follows a handler
  aio::task<> after_catch() {
    std::lock_guard<std::mutex> l(m_); // HELD
    bool failed = false;
    try {
      state_.items.push_back(1);
    } catch (const std::exception &) {
      failed = true;
    }
    if (failed)
      co_await aio::tick();
  }
  // FORM: await-variable held the awaitable is a variable
  aio::task<> await_variable() {
    auto pause = aio::tick();
    std::lock_guard<std::mutex> l(m_); // HELD
    co_await pause;
  }
  // FORM: await-task held another coroutine is awaited
  aio::task<> await_task() {
    std::lock_guard<std::mutex> l(m_); // HELD
    co_await in_cast();
  }
  // FORM: await-operator held the awaitable has an operator co_await
  aio::task<> await_operator() {
    std::lock_guard<std::mutex> l(m_); // HELD
    count_ = co_await aio::later();
  }
  // FORM: await-async-mutex held waiting for an async mutex is a suspension too
  aio::task<> await_async_mutex(aio::mutex &turn) {
    std::lock_guard<std::mutex> l(m_); // HELD
    auto g = co_await turn.scoped_lock();
  }
  // FORM: await-always held suspend_always
  aio::task<> await_always() {
    std::lock_guard<std::mutex> l(m_); // HELD
    co_await std::suspend_always{};
  }
  // FORM: many-suspensions held eight suspension points, one report
  aio::task<> many() {
    std::lock_guard<std::mutex> l(m_); // HELD
    co_await aio::tick();
    co_await aio::tick();
    co_await aio::tick();
    co_await aio::tick();
    co_await aio::tick();
    co_await aio::tick();
    co_await aio::tick();
    co_await aio::tick();
  }
  // FORM: yield held co_yield
  aio::generator<int> yield() {
    std::lock_guard<std::mutex> l(m_); // HELD
    co_yield count_;
  }
  // FORM: yield-in-loop held co_yield in a range-for
  aio::generator<int> yield_in_loop() {
    std::lock_guard<std::mutex> l(m_); // HELD
    for (int item : state_.items)
      co_yield item;
  }
};
