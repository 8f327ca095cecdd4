// chat-server [port]: listens on 127.0.0.1; one line is one message.
#include "chat.h"
#include <cstdlib>
#include <iostream>
#include <thread>

namespace chat {

awaitable<void> server::listen(unsigned short port) {
  tcp::acceptor acceptor(context_, {asio::ip::address_v4::loopback(), port});
  std::cout << "listening on " << acceptor.local_endpoint().port() << std::endl;
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    auto next = std::make_shared<session>(std::move(socket), *this);
    asio::co_spawn(context_, [next] { return next->run(); }, asio::detached);
  }
}

std::shared_ptr<room> server::find_room(const std::string &name) {
  std::lock_guard lock(rooms_m_);
  std::shared_ptr<room> &found = rooms_[name];
  if (!found)
    found = std::make_shared<room>(name);
  return found;
}

void server::print_statistics() {
  std::lock_guard lock(rooms_m_);
  for (const auto &[name, room] : rooms_)
    std::cout << name << ": " << room->delivered() << " lines delivered\n";
  std::cout << profiles.size() << " profiles, " << profiles.loads()
            << " loaded" << std::endl;
}

} // namespace chat

int main(int argc, char **argv) {
  asio::io_context context;
  chat::server server(context);
  asio::signal_set stop(context, SIGINT, SIGTERM);
  stop.async_wait([&](asio::error_code, int) { context.stop(); });

  const auto port = static_cast<unsigned short>(argc > 1 ? std::atoi(argv[1]) : 5555);
  asio::co_spawn(context, server.listen(port), [&](std::exception_ptr failed) {
    if (failed)
      context.stop();
  });
  std::jthread reporter([&](std::stop_token over) {
    for (int tenths = 0; !over.stop_requested(); ++tenths) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      if (tenths % 300 == 299)
        server.print_statistics();
    }
  });
  context.run();
}
