// RACE: each request posts its work to the pool, which counts it.
#include "threads.h"

namespace posted::hazard {
using namespace threads;

class meter {
public:
  void on_request(int bytes) {
    pool().post([this, bytes] {
      together();
      total_ += bytes; // EXPECT: async-thread-mixing
    });
  }
  int total() const { return total_; }

private:
  int total_ = 0;
};

task<> program() {
  static meter m;
  m.on_request(10);
  m.on_request(20);
  co_return;
}
const registration registered("posted.hazard", program);
} // namespace posted::hazard
