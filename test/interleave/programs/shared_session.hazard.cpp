// VERDICT: breaks: more was sent than the window allows
// Two writers share a session through shared_ptr. The window is checked before the frame is
// encoded and consumed after it.
#include "interleave.h"

#include <memory>

namespace shared_session::hazard {
using namespace interleave;

struct session {
  int window = 10;
  int frames = 0;
};

task<void> encode(int) { co_await delay(); }

task<void> write_frame(std::shared_ptr<session> s, int size) {
  if (s->window < size)
    co_return;
  co_await encode(size);
  s->window -= size; // EXPECT: async-stale-state
  ++s->frames;
}

task<void> write_both(std::shared_ptr<session> s) {
  // ALSO: async-concurrent-mutation
  co_await when_all(write_frame(s, 6), write_frame(s, 6));
}

task<int> program() {
  auto s = std::make_shared<session>();
  co_await write_both(s);
  check(s->window >= 0, "more was sent than the window allows");
  co_return s->frames;
}
const registration registered(program);
} // namespace shared_session::hazard
