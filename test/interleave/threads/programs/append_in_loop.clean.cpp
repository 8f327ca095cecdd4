// Each task writes to a slot of its own.
#include "threads.h"

namespace append_in_loop::clean {
using namespace threads;

task<> find(int n, int &slot) {
  co_await resume_on(pool());
  together();
  slot = n;
}

task<> program() {
  std::vector<int> found(2);
  std::vector<task<>> all;
  for (int n = 0; n != 2; ++n)
    all.push_back(find(n, found[n]));
  co_await when_all(std::move(all));
}
const registration registered("append_in_loop.clean", program);
} // namespace append_in_loop::clean
