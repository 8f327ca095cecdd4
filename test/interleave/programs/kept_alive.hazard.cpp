// VERDICT: breaks: used after the end of its life
// A frame is drawn by a renderer that the window shares with nobody; a change of the theme
// replaces the renderer while it draws.
#include "interleave.h"

namespace kept_alive::hazard {
using namespace interleave;

class renderer {
public:
  task<void> draw(int frame) {
    co_await delay();
    drawn_ += frame;
  }

private:
  tracked<int> drawn_ = 0;
};

class window {
public:
  task<void> paint(int frame) {
    if (!renderer_)
      co_return;
    co_await renderer_->draw(frame); // EXPECT: async-invalidated-reference
    ++painted_;
  }
  task<void> change_theme() {
    co_await delay();
    renderer_ = std::make_shared<renderer>();
  }
  task<void> run() { co_await when_all(paint(1), change_theme()); }
  int painted() const { return painted_; }

private:
  std::shared_ptr<renderer> renderer_ = std::make_shared<renderer>();
  int painted_ = 0;
};

task<int> program() {
  window front;
  co_await front.run();
  co_return front.painted();
}
const registration registered(program);
} // namespace kept_alive::hazard
