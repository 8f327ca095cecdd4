// What the code blocks of docs/checks/redundant-lock.md take for granted.
#pragma once
#include "coroutine.h"

using aio::task;
using async_mutex = aio::mutex;
task<int> order();
