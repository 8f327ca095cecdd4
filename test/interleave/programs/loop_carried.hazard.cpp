// VERDICT: breaks: a muted speaker plays
// Whether the speaker is muted is read once; every round of the loop goes on with that answer.
#include "interleave.h"

namespace loop_carried::hazard {
using namespace interleave;

class speaker {
public:
  task<void> play(std::vector<int> notes) {
    const bool muted = muted_;
    for (int note : notes) {
      if (!muted) // EXPECT(possible): async-stale-state
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
} // namespace loop_carried::hazard
