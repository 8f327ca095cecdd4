// The same pipeline on asio. Its channels take the place of the queues.
#if defined(__clang__) && !defined(ASIO_HAS_CO_AWAIT)
// asio 1.22 looks for clang's coroutines under their old name only.
#define ASIO_HAS_CO_AWAIT 1
#endif
#include <asio.hpp>
#include <asio/experimental/channel.hpp>
#include <cctype>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using asio::awaitable;
using asio::use_awaitable;

template <class T>
using channel = asio::experimental::channel<void(std::error_code, T)>;

template <class In, class Out> class stage {
public:
  struct message {
    In payload;
    std::shared_ptr<channel<Out>> reply_to;
  };
  using work = std::function<awaitable<Out>(In)>;

  stage(asio::any_io_executor executor, work process)
      : process_(std::move(process)), inbox_(executor, 16) {}

  awaitable<void> send(message m) {
    co_await inbox_.async_send(std::error_code(), std::move(m), use_awaitable);
  }
  void stop() { inbox_.close(); }

  /// The only coroutine that touches the state. Ends when the inbox is closed.
  awaitable<void> run() {
    while (inbox_.is_open()) {
      message next = co_await inbox_.async_receive(use_awaitable);
      Out result = co_await process_(std::move(next.payload));
      ++processed_;
      if (next.reply_to)
        co_await next.reply_to->async_send(std::error_code(), std::move(result),
                                           use_awaitable);
    }
  }

private:
  const work process_;
  channel<message> inbox_;
  int processed_ = 0;
};

awaitable<void> pause(std::chrono::milliseconds delay) {
  asio::steady_timer timer(co_await asio::this_coro::executor, delay);
  co_await timer.async_wait(use_awaitable);
}

awaitable<std::vector<std::string>> load_data(std::string) {
  co_await pause(10ms);
  std::vector<std::string> items;
  for (int i = 0; i < 5; ++i)
    items.push_back("item_" + std::to_string(i));
  co_return items;
}

awaitable<std::string> process_item(std::string item) {
  co_await pause(5ms);
  for (char &c : item)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  co_return item;
}

using loader_stage = stage<std::string, std::vector<std::string>>;
using processor_stage = stage<std::string, std::string>;

awaitable<void> run_pipeline(std::shared_ptr<loader_stage> loader,
                             std::shared_ptr<processor_stage> processor) {
  auto executor = co_await asio::this_coro::executor;
  auto loaded = std::make_shared<channel<std::vector<std::string>>>(executor, 1);
  co_await loader->send({"data.csv", loaded});
  auto items = co_await loaded->async_receive(use_awaitable);

  auto done = std::make_shared<channel<std::string>>(executor, 1);
  for (const std::string &item : items) {
    co_await processor->send({item, done});
    std::string result = co_await done->async_receive(use_awaitable);
    std::cout << "Processed: " << result << '\n';
  }
  loader->stop();
  processor->stop();
}

int main() {
  asio::io_context context;
  auto loader =
      std::make_shared<loader_stage>(context.get_executor(), load_data);
  auto processor =
      std::make_shared<processor_stage>(context.get_executor(), process_item);
  // What a stage still waits for when it is closed is an error that ends it.
  auto ended = [](std::exception_ptr) {};
  asio::co_spawn(context, loader->run(), ended);
  asio::co_spawn(context, processor->run(), ended);
  asio::co_spawn(context, run_pipeline(loader, processor), asio::detached);
  context.run();
}
