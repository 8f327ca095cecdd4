// VERDICT: holds
// Who draws shares the ownership of the renderer until it is done.
#include "interleave.h"

namespace kept_alive::remedy {
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
    const std::shared_ptr<renderer> current = renderer_;
    co_await current->draw(frame);
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
} // namespace kept_alive::remedy
