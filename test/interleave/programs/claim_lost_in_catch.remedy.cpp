// VERDICT: holds
// An entry is taken out only by the pull that made it.
#include "interleave.h"

#include <map>

namespace claim_lost_in_catch::remedy {
using namespace interleave;

struct link_down {};

class mirror {
public:
  task<void> pull(int shard) {
    if (pulling_.contains(shard))
      co_return;
    const int turn = ++turn_;
    pulling_[shard] = turn;
    const int attached = attached_;
    check(++readers_[attached] == 1, "a shard is pulled twice at a time");
    try {
      co_await read_all(shard);
    } catch (const link_down &) {
      --readers_[attached];
      if (pulling_.contains(shard) && pulling_[shard] == turn)
        pulling_.erase(shard);
    }
  }
  task<void> reattach(int shard) {
    co_await delay();
    pulling_.erase(shard);
    ++attached_;
  }
  int attached() const { return attached_; }
  task<void> run(int shard) {
    co_await when_all(pull(shard), reattach(shard), pull(shard), pull(shard));
  }

private:
  task<void> read_all(int) {
    co_await delay();
    throw link_down();
  }

  std::map<int, int> pulling_;
  std::map<int, int> readers_;
  int attached_ = 0;
  int turn_ = 0;
};

task<int> program() {
  mirror m;
  co_await m.run(7);
  co_return m.attached();
}
const registration registered(program);
} // namespace claim_lost_in_catch::remedy
