// VERDICT: breaks: the view shows a text that never was there
// A view of a member string is used after a wait in which the string may get another value, in
// other memory.
#include "interleave.h"

#include <string>
#include <string_view>

namespace view_into_string::hazard {
using namespace interleave;

class dialler {
public:
  task<void> dial() {
    const std::string_view host = host_;
    co_await resolve();
    connect(host); // EXPECT: async-invalidated-reference
  }
  task<void> configure() {
    co_await delay();
    host_ = std::string(100, 'b');
  }
  task<void> run() { co_await when_all(dial(), configure()); }
  int dialled() const { return dialled_; }

private:
  void connect(std::string_view host) {
    check(host == std::string(50, 'a') || host == std::string(100, 'b'),
          "the view shows a text that never was there");
    ++dialled_;
  }
  task<void> resolve() { co_await delay(); }

  std::string host_ = std::string(50, 'a');
  int dialled_ = 0;
};

task<int> program() {
  dialler d;
  co_await d.run();
  co_return d.dialled();
}
const registration registered(program);
} // namespace view_into_string::hazard
