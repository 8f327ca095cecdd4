// VERDICT: holds
// Each round asks again.
#include "interleave.h"

namespace loop_carried::remedy {
using namespace interleave;

class speaker {
public:
  task<void> play(std::vector<int> notes) {
    for (int note : notes) {
      if (!muted_)
        sound(note);
      co_await delay();
    }
  }
  task<void> button() {
    co_await delay();
    muted_ = true;
  }
  int heard() const { return heard_; }
  task<void> run(std::vector<int> song) { co_await when_all(play(song), button()); }

private:
  void sound(int) {
    check(!muted_, "a muted speaker plays");
    ++heard_;
  }

  bool muted_ = false;
  int heard_ = 0;
};

task<int> program() {
  speaker kitchen;
  const std::vector<int> song{1, 2};
  co_await kitchen.run(song);
  co_return kitchen.heard();
}
const registration registered(program);
} // namespace loop_carried::remedy
