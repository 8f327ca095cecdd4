// Channels of the made-up library, known to no model: by their name and shape.
#pragma once
#include "coroutine.h"

namespace aio {
template <class T> class channel {
public:
  task<> push(T value);
  bool try_push(T value);
  task<T> pop();
  bool empty() const;
  void close();
};
template <class T> class work_queue {
public:
  pause<> send(T value);
  pause<T> receive();
  void close();
};
/// Two ends of a connection: what is written is not what is read.
class stream {
public:
  pause<> write(int byte);
  pause<int> read();
};
void spawn(task<> t);
template <class... Ts> task<> when_all(Ts... ts);
} // namespace aio
