#include "chat.h"
#include <algorithm>

namespace chat {

awaitable<bool> room::join(std::shared_ptr<session> who) {
  if (members_.size() >= max_members)
    co_return false;
  for (const std::string &line : std::deque<std::string>(history_))
    co_await who->send(line);
  members_.push_back(std::move(who)); // planted (possible): async-stale-state others may have filled the room while history was sent
  co_return true;
}

void room::leave(const session &who) {
  std::erase_if(members_, [&](const auto &member) { return member.get() == &who; });
}

awaitable<void> room::publish(std::string line) {
  history_.push_back(line);
  if (history_.size() > max_history)
    history_.pop_front();

  std::unique_lock lock(stats_m_); // planted: async-lock-across-suspension whoever asks for statistics waits for the slowest member
  for (const auto &member : members_) { // planted: async-invalidated-reference a member may leave while the line is sent
    co_await member->send(line);
    ++delivered_;
  }
}

awaitable<void> room::set_topic(std::string topic) {
  if (announcing_)
    co_return;
  announcing_ = true;
  topic_ = std::move(topic);
  const std::string line = "* topic of " + name_ + ": " + topic_ + "\n";
  std::vector<std::shared_ptr<session>> everyone = members_;
  for (const auto &member : everyone)
    co_await member->send(line);
  announcing_ = false;
}

std::size_t room::delivered() {
  std::lock_guard lock(stats_m_);
  return delivered_;
}

} // namespace chat
