// What the code blocks of docs/checks/thread-mixing.md take for granted.
#pragma once
#include "tasks.h"
#include <string>

using aio::offload;
using aio::task;
using async_mutex = aio::mutex;
int parse(const std::string &text);
