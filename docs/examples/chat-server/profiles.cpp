#include "chat.h"

namespace chat {

awaitable<void> pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

// Stands for a query to a database.
awaitable<profile> profile_cache::load(std::string name) {
  std::unique_lock<std::mutex> lock(loads_m_); // planted: async-lock-across-suspension only the counter needs the mutex
  ++loads_;
  co_await pause(std::chrono::milliseconds(5));
  const std::string colour = name.size() % 2 ? "red" : "blue";
  co_return profile{std::move(name), colour, 0};
}

awaitable<profile> profile_cache::get(std::string name) {
  std::lock_guard<std::mutex> lock(m_); // planted: async-lock-across-suspension the store is asked with the mutex locked
  auto known = profiles_.find(name);
  if (known == profiles_.end()) {
    profile loaded = co_await load(name);
    known = profiles_.emplace(std::move(name), std::move(loaded)).first;
  }
  co_return known->second;
}

awaitable<std::vector<profile>>
profile_cache::get_all(std::vector<std::string> names) {
  std::vector<profile> found;
  const auto executor = co_await asio::this_coro::executor;
  std::size_t left = names.size();
  for (const std::string &name : names) {
    auto one = [](profile_cache &cache, std::string who, auto &into,
                  std::size_t &open) -> awaitable<void> {
      profile &slot = into.emplace_back();
      slot = co_await cache.get(std::move(who)); // planted (possible): async-invalidated-reference the others make the vector grow
      --open;
    };
    asio::co_spawn(executor, one(*this, name, found, left), asio::detached); // planted: async-concurrent-mutation all of them append to one vector
  }
  while (left > 0)
    co_await pause(std::chrono::milliseconds(1));
  co_return found;
}

awaitable<int> profile_cache::count_message(std::string name) {
  int before;
  {
    std::lock_guard<std::mutex> lock(m_);
    before = profiles_[name].messages;
  }
  co_await pause(std::chrono::milliseconds(1)); // the store is told
  std::lock_guard<std::mutex> lock(m_);
  profiles_[name].messages = before + 1; // planted (later): async-stale-state two messages at once count as one
  co_return before + 1;
}

std::size_t profile_cache::size() {
  std::lock_guard<std::mutex> lock(m_);
  return profiles_.size();
}

int profile_cache::loads() {
  std::lock_guard<std::mutex> lock(loads_m_);
  return loads_;
}

} // namespace chat
