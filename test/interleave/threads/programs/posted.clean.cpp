// The count is taken under a mutex that everybody takes.
#include "threads.h"

namespace posted::clean {
using namespace threads;

class meter {
public:
  void on_request(int bytes) {
    pool().post([this, bytes] {
      together();
      std::lock_guard l(guard_);
      total_ += bytes;
    });
  }
  int total() {
    std::lock_guard l(guard_);
    return total_;
  }

private:
  std::mutex guard_;
  int total_ = 0;
};

task<> program() {
  static meter m;
  m.on_request(10);
  m.on_request(20);
  co_return;
}
const registration registered("posted.clean", program);
} // namespace posted::clean
