// VERDICT: breaks: a viewer lost a lease that had not expired
// A scope guard gives a camera back by its number. If the lease expired meanwhile, it gives back
// the lease of the next viewer.
#include "interleave.h"

#include <map>
#include <set>

namespace claim_lost_in_guard::hazard {
using namespace interleave;

class cameras {
public:
  task<void> watch(int camera, int viewer) {
    if (leases_.contains(camera))
      co_return;
    leases_[camera] = viewer;
    scope_exit give_back([this, camera, viewer] {
      leases_.erase(camera); // EXPECT: async-stale-state
      (void)viewer;
    });
    co_await stream();
    check(expired_.contains(viewer) || leases_.contains(camera),
          "a viewer lost a lease that had not expired");
  }
  task<void> expire(int camera) {
    co_await delay();
    if (!leases_.contains(camera))
      co_return;
    expired_.insert(leases_[camera]);
    leases_.erase(camera);
  }
  task<void> open(int camera) {
    co_await when_all(watch(camera, 1), expire(camera), watch(camera, 2));
  }
  std::size_t leased() const { return leases_.size(); }

private:
  task<void> stream() { co_await delay(); }

  std::map<int, int> leases_;
  std::set<int> expired_;
};

task<int> program() {
  cameras yard;
  co_await yard.open(3);
  co_return int(yard.leased());
}
const registration registered(program);
} // namespace claim_lost_in_guard::hazard
