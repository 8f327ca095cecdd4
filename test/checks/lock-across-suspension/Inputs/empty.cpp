#include "coroutine.h"
aio::task<> nothing() { co_return; }
