// VERDICT: holds
// Other keys come and go; the reference to this entry stays ([associative.reqmts]).
#include "interleave.h"

#include <map>

namespace map_keeps_references::clean {
using namespace interleave;

class price_list {
public:
  price_list() { prices_.emplace(1, 10); }
  task<void> run() { co_await when_all(raise(1), import()); }
  int price(int item) const { return prices_.at(item); }

private:
  task<void> raise(int item) {
    tracked<int> &price = prices_.at(item);
    co_await approval();
    price += 5;
  }
  task<void> import() {
    co_await delay();
    for (int item = 2; item != 40; ++item)
      prices_.emplace(item, 1);
  }
  task<void> approval() { co_await delay(); }

  std::map<int, tracked<int>> prices_;
};

task<int> program() {
  price_list p;
  co_await p.run();
  check(p.price(1) == 15, "the price was not raised");
  co_return p.price(1);
}
const registration registered(program);
} // namespace map_keeps_references::clean
