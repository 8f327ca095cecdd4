// A pipeline without synchronization: each stage owns its state and takes messages; what it has to
// say goes back in a message. No locks, nothing shared.
#include "loop.h"
#include <cctype>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

using namespace std::chrono_literals;

template <class In, class Out> class stage {
public:
  struct message {
    In payload;
    std::shared_ptr<loop::channel<Out>> reply_to;
  };
  using work = std::function<loop::task<Out>(In)>;

  explicit stage(work process) : process_(std::move(process)) {}

  void send(message m) { inbox_.push(std::move(m)); }
  void stop() { inbox_.close(); }
  int processed() const { return processed_; }

  /// The only coroutine that touches the state.
  loop::task<> run() {
    while (auto next = co_await inbox_.pop()) {
      Out result = co_await process_(std::move(next->payload));
      ++processed_;
      if (next->reply_to)
        next->reply_to->push(std::move(result));
    }
  }

private:
  const work process_;
  loop::channel<message> inbox_;
  int processed_ = 0;
};

loop::task<std::vector<std::string>> load_data(std::string) {
  co_await loop::sleep_for{10ms};
  std::vector<std::string> items;
  for (int i = 0; i < 5; ++i)
    items.push_back("item_" + std::to_string(i));
  co_return items;
}

loop::task<std::string> process_item(std::string item) {
  co_await loop::sleep_for{5ms};
  for (char &c : item)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  co_return item;
}

/// A stage lives as long as the task that runs it.
template <typename Stage> loop::task<> serve(std::shared_ptr<Stage> running) {
  co_await running->run();
}

loop::task<> run_pipeline() {
  auto loader = std::make_shared<stage<std::string, std::vector<std::string>>>(load_data);
  auto processor = std::make_shared<stage<std::string, std::string>>(process_item);
  loop::spawn(serve(loader));
  loop::spawn(serve(processor));

  auto loaded = std::make_shared<loop::channel<std::vector<std::string>>>();
  loader->send({"data.csv", loaded});
  auto items = co_await loaded->pop();

  auto done = std::make_shared<loop::channel<std::string>>();
  for (const std::string &item : *items) {
    processor->send({item, done});
    auto result = co_await done->pop();
    std::cout << "Processed: " << *result << '\n';
  }
  loader->stop();
  processor->stop();
}

int main() {
  loop::spawn(run_pipeline());
  loop::run();
}
