// VERDICT: holds
// The frame shares the ownership while it needs the object.
#include "interleave.h"

#include <memory>

namespace raw_pointer_to_pointee::remedy {
using namespace interleave;

struct decoder {
  tracked<int> frames = 0;
};

class player {
public:
  task<void> play() {
    const std::shared_ptr<decoder> now = decoder_;
    co_await next_frame();
    now->frames += 1;
    ++shown_;
  }
  task<void> change_track() {
    co_await delay();
    decoder_ = std::make_shared<decoder>();
  }
  task<void> run() { co_await when_all(play(), change_track()); }
  int shown() const { return shown_; }

private:
  task<void> next_frame() { co_await delay(); }

  std::shared_ptr<decoder> decoder_ = std::make_shared<decoder>();
  int shown_ = 0;
};

task<int> program() {
  player music;
  co_await music.run();
  co_return music.shown();
}
const registration registered(program);
} // namespace raw_pointer_to_pointee::remedy
