// VERDICT: breaks: used after the end of its life
// A raw pointer to what a unique_ptr owns is used after a wait in which the owner may get
// another object.
#include "interleave.h"

#include <memory>

namespace raw_pointer_to_pointee::hazard {
using namespace interleave;

struct decoder {
  tracked<int> frames = 0;
};

class player {
public:
  task<void> play() {
    decoder *now = decoder_.get();
    co_await next_frame();
    now->frames += 1; // EXPECT: async-invalidated-reference
    ++shown_;
  }
  task<void> change_track() {
    co_await delay();
    decoder_ = std::make_unique<decoder>();
  }
  task<void> run() { co_await when_all(play(), change_track()); }
  int shown() const { return shown_; }

private:
  task<void> next_frame() { co_await delay(); }

  std::unique_ptr<decoder> decoder_ = std::make_unique<decoder>();
  int shown_ = 0;
};

task<int> program() {
  player music;
  co_await music.run();
  co_return music.shown();
}
const registration registered(program);
} // namespace raw_pointer_to_pointee::hazard
