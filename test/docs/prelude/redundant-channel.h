// What the code blocks of docs/checks/redundant-channel.md take for granted.
#pragma once
#include "channel.h"
#include <string>
#include <vector>

using aio::channel;
using aio::spawn;
using aio::task;
struct page {
  std::string text;
};
task<page> fetch(std::string url);
void show(page p);
void check(bool holds);
