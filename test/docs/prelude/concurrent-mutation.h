// What the code blocks of docs/checks/concurrent-mutation.md take for granted.
#pragma once
#include "tasks.h"

using aio::task;
using aio::when_all;
task<int> price(int id);
