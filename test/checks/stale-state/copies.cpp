// RUN: %check_async %s async-stale-state %t

// Objects that are copied or moved out, and put back after a suspension.

#include "coroutine.h"
#include "tasks.h"
#include <map>
#include <string>
#include <utility>
#include <vector>

struct vote {
  long ballot = 0;
  std::string accepted;
};
aio::task<> write_ahead(long ballot);
aio::task<vote> fetched(int key);

struct copied_changed_stored {
  std::map<int, vote> votes_;
  aio::task<> propose(int key, long ballot) {
    vote v = votes_[key];
    v.ballot = ballot;
    co_await write_ahead(ballot);
    votes_[key] = v;
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'votes_[...]' is overwritten with a value computed from what it was before
  }
  void on_accepted(int key, std::string value) { votes_[key].accepted = value; }
};

struct moved_out_and_back {
  std::vector<int> lines_;
  aio::task<> tidy() {
    auto lines = std::move(lines_);
    co_await aio::tick();
    lines_ = std::move(lines);
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'lines_' is overwritten with a value computed from what it was before
  }
  void on_line(int line) { lines_.push_back(line); }
};

static std::map<int, vote> votes;
static aio::task<> propose(int key, long ballot) {
  vote v = votes[key];
  v.ballot = ballot;
  co_await write_ahead(ballot);
  votes[key] = v;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'votes[...]' is overwritten with a value computed from what it was before
}
// One for each request: they run side by side.
void on_propose(int key, long ballot) { aio::spawn(propose(key, ballot)); }

// --- Nothing to report ------------------------------------------------------------------

struct read_again {
  std::map<int, vote> votes_;
  aio::task<> propose(int key, long ballot) {
    vote v = votes_[key];
    co_await write_ahead(ballot);
    v = votes_[key];
    v.ballot = ballot;
    votes_[key] = v;
  }
  aio::task<> refresh(int key) {
    vote v = votes_[key];
    v = co_await fetched(key);
    votes_[key] = v;
  }
  void on_accepted(int key, std::string value) { votes_[key].accepted = value; }
};

static std::map<int, vote> started_once;
static aio::task<> alone(int key, long ballot) {
  vote v = started_once[key];
  v.ballot = ballot;
  co_await write_ahead(ballot);
  started_once[key] = v;
}
int main() { aio::spawn(alone(1, 2)); }
