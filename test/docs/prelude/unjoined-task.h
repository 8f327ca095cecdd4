// What the code blocks of docs/checks/unjoined-task.md take for granted.
#pragma once
#include "tasks.h"

using aio::task;
using aio::event;
using aio::spawn;
task<int> price(int id);
