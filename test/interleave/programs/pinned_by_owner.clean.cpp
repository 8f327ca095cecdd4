// VERDICT: holds
// A local shared_ptr keeps the pointee alive, whatever happens to the table.
#include "interleave.h"

#include <map>
#include <memory>

namespace pinned_by_owner::clean {
using namespace interleave;

struct job_state {
  tracked<int> progress = 0;
};

class dashboard {
public:
  dashboard() { jobs_[1] = std::make_shared<job_state>(); }
  task<void> run() { co_await when_all(report(1), forget(1)); }
  int reported() const { return reported_; }

private:
  task<void> report(int id) {
    const auto it = jobs_.find(id);
    if (it == jobs_.end())
      co_return;
    const std::shared_ptr<job_state> own = it->second;
    job_state &now = *own;
    co_await send();
    now.progress += 1;
    reported_ = now.progress;
  }
  task<void> forget(int id) {
    co_await delay();
    jobs_.erase(id);
  }
  task<void> send() { co_await delay(); }

  std::map<int, std::shared_ptr<job_state>> jobs_;
  int reported_ = 0;
};

task<int> program() {
  dashboard d;
  co_await d.run();
  co_return d.reported();
}
const registration registered(program);
} // namespace pinned_by_owner::clean
