// A small chat server: rooms of sessions, and a cache of what is known of users. All
// coroutines run on one io_context and one thread; a second thread prints statistics,
// which is why there are mutexes at all.
#pragma once
// asio 1.22 looks for clang's coroutines under their old name only.
#if defined(__clang__) && !defined(ASIO_HAS_CO_AWAIT)
#define ASIO_HAS_CO_AWAIT 1
#endif
#include <asio.hpp>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace chat {

using asio::awaitable;
using asio::ip::tcp;

struct profile {
  std::string name;
  std::string colour;
  int messages = 0;
};

/// Profiles, read from a slow store when a user is first seen.
class profile_cache {
public:
  /// That of one user.
  awaitable<profile> get(std::string name);
  /// Reads the profiles of several users at once.
  awaitable<std::vector<profile>> get_all(std::vector<std::string> names);
  /// Counts one more message of a user.
  awaitable<int> count_message(std::string name);
  /// For the thread that prints statistics.
  std::size_t size();
  int loads();

private:
  awaitable<profile> load(std::string name);

  std::mutex m_;
  std::map<std::string, profile> profiles_;

  std::mutex loads_m_;
  int loads_ = 0;
};

class session;

/// Who is in a room, and what was said last.
class room {
public:
  explicit room(std::string name) : name_(std::move(name)) {}

  /// False if the room is full.
  awaitable<bool> join(std::shared_ptr<session> who);
  void leave(const session &who);
  /// Sends a line to everyone in the room.
  awaitable<void> publish(std::string line);
  /// Tells everyone the new topic; one announcement at a time.
  awaitable<void> set_topic(std::string topic);
  /// For the thread that prints statistics.
  std::size_t delivered();

  const std::string &name() const { return name_; }

private:
  static constexpr std::size_t max_members = 64, max_history = 20;

  const std::string name_;
  std::vector<std::shared_ptr<session>> members_;
  std::deque<std::string> history_;
  std::string topic_;
  bool announcing_ = false;

  std::mutex stats_m_;
  std::size_t delivered_ = 0;
};

/// All rooms and all users.
class server {
public:
  explicit server(asio::io_context &context) : context_(context) {}

  awaitable<void> listen(unsigned short port);
  std::shared_ptr<room> find_room(const std::string &name);
  /// Prints to standard output; called by another thread.
  void print_statistics();

  profile_cache profiles;

private:
  asio::io_context &context_;
  std::mutex rooms_m_;
  std::map<std::string, std::shared_ptr<room>> rooms_;
};

/// One connection.
class session : public std::enable_shared_from_this<session> {
public:
  session(tcp::socket socket, server &owner)
      : socket_(std::move(socket)), server_(owner) {}

  /// Reads commands until the peer goes away.
  awaitable<void> run();
  awaitable<void> send(std::string line);

private:
  awaitable<void> handle(std::string line);
  awaitable<void> enter(std::string room_name);
  awaitable<void> say(std::string text);

  tcp::socket socket_;
  server &server_;
  std::string name_ = "guest";
  std::shared_ptr<room> room_;
  bool writing_ = false;
};

/// Suspends for some time.
awaitable<void> pause(std::chrono::milliseconds time);

} // namespace chat
