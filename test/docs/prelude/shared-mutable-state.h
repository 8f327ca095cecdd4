// What the code blocks of docs/checks/shared-mutable-state.md take for granted.
#pragma once
#include "stale-state.h"

struct request {
  int seats = 0;
};
struct inbox {
  task<request> pop();
};
