// VERDICT: holds
// The window is consumed in the step that checks it.
#include "interleave.h"

#include <memory>

namespace shared_session::remedy {
using namespace interleave;

struct session {
  int window = 10;
  int frames = 0;
};

task<void> encode(int) { co_await delay(); }

task<void> write_frame(std::shared_ptr<session> s, int size) {
  if (s->window < size)
    co_return;
  s->window -= size;
  co_await encode(size);
  ++s->frames;
}

task<void> write_both(std::shared_ptr<session> s) {
  co_await when_all(write_frame(s, 6), write_frame(s, 6));
}

task<int> program() {
  auto s = std::make_shared<session>();
  co_await write_both(s);
  check(s->window >= 0, "more was sent than the window allows");
  co_return s->frames;
}
const registration registered(program);
} // namespace shared_session::remedy
