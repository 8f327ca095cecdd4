// VERDICT: holds
// The actor that async-tidy suggests for it; the same visitors.
#include "box_office_actor.h"

namespace suggested {
using namespace interleave;

task<int> program_with_actor() {
  box_office_actor office(3);
  job loop = spawn(office.run());
  std::vector<task<bool>> visitors;
  visitors.push_back(office.sell(2));
  visitors.push_back(office.sell(2));
  visitors.push_back(office.give_back(1));
  const std::vector<bool> answers = co_await when_all(std::move(visitors));
  const int left = co_await office.left();
  check(left == 4 - 2 * (answers[0] + answers[1]), "a seat was lost");

  // What a handler throws arrives where it is awaited.
  bool thrown = false;
  try {
    co_await office.give_back(20);
  } catch (const std::runtime_error &) {
    thrown = true;
  }
  check(thrown, "the reply lost an exception");

  // What was sent before the end is handled, what comes later is not waited for.
  job closing = spawn(office.close());
  co_await closing.join();
  check(co_await office.left() == 0, "a message was overtaken");
  co_await office.stop();
  co_await loop.join();
  thrown = false;
  try {
    co_await office.left();
  } catch (const std::runtime_error &) {
    thrown = true;
  }
  check(thrown, "a message to nobody was answered");
  co_return left;
}
const registration registered_actor(program_with_actor);
} // namespace suggested
