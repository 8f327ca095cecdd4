#include <vector>

// A comment may speak of co_await, and so may "co_yield".
const char *words() { return "co_return"; }
int sum(const std::vector<int> &v) { return v.empty() ? 0 : v.front(); }
