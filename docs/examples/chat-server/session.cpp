#include "chat.h"
#include <thread>

namespace chat {

awaitable<void> session::send(std::string line) {
  while (writing_)
    co_await pause(std::chrono::milliseconds(1));
  writing_ = true;
  asio::error_code ignored;
  co_await asio::async_write(socket_, asio::buffer(line),
                             asio::redirect_error(asio::use_awaitable, ignored));
  writing_ = false;
}

awaitable<void> session::enter(std::string room_name) {
  std::shared_ptr<room> next = server_.find_room(room_name);
  if (room_)
    room_->leave(*this);
  room_ = nullptr;
  if (co_await next->join(shared_from_this())) {
    room_ = next;
    co_return;
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(1)); // planted: async-blocking-call every session waits, not only this one
  co_await send("! " + room_name + " is full\n");
}

awaitable<void> session::say(std::string text) {
  if (!room_)
    co_return;
  const profile author = co_await server_.profiles.get(name_);
  const int count = co_await server_.profiles.count_message(name_);
  co_await room_->publish("[" + author.colour + "] " + name_ + " (" +
                          std::to_string(count) + "): " + text + "\n");
}

awaitable<void> session::handle(std::string line) {
  if (line.starts_with("/name ")) {
    name_ = line.substr(6);
    co_await send("* you are " + name_ + "\n");
  } else if (line.starts_with("/join ")) {
    co_await enter(line.substr(6));
    co_await send("* welcome to " + line.substr(6) + "\n");
  } else if (line.starts_with("/topic ") && room_) {
    co_await room_->set_topic(line.substr(7));
  } else if (line == "/who") {
    std::vector<std::string> names{name_, "admin"};
    const auto found = co_await server_.profiles.get_all(std::move(names));
    for (const profile &p : found)
      co_await send("* " + p.name + " is " + p.colour + "\n");
  } else {
    co_await say(std::move(line));
  }
}

awaitable<void> session::run() {
  const auto self = shared_from_this();
  std::string buffer;
  try {
    for (;;) {
      const std::size_t length = co_await asio::async_read_until(
          socket_, asio::dynamic_buffer(buffer, 4096), '\n', asio::use_awaitable);
      std::string line = buffer.substr(0, length - 1);
      buffer.erase(0, length);
      co_await handle(std::move(line));
    }
  } catch (const std::exception &) {
    // The peer has gone.
  }
  if (room_)
    room_->leave(*this);
}

} // namespace chat
