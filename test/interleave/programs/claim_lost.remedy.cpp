// VERDICT: holds
// The claim belongs to a connection, and only its own claim does a writer give back.
#include "interleave.h"

#include <map>

namespace claim_lost::remedy {
using namespace interleave;

class uploader {
public:
  task<void> upload() {
    if (busy_)
      co_return;
    busy_ = true;
    const int connection = connection_;
    check(++writers_[connection] == 1, "two writers on one connection");
    co_await write_block();
    --writers_[connection];
    if (connection == connection_)
      busy_ = false;
  }
  void on_disconnect() {
    ++connection_;
    busy_ = false;
  }
  task<void> network() {
    co_await delay();
    on_disconnect();
  }
  task<void> serve() { co_await when_all(upload(), network(), upload(), upload()); }
  int connection() const { return connection_; }

private:
  task<void> write_block() { co_await delay(); }

  bool busy_ = false;
  int connection_ = 0;
  std::map<int, int> writers_;
};

task<int> program() {
  uploader photos;
  co_await photos.serve();
  co_return photos.connection();
}
const registration registered(program);
} // namespace claim_lost::remedy
