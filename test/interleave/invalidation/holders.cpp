// What operations really do to what refers into a container or owner. Each trial builds one, takes a holder, does
// the operation and uses the holder, in a process of its own; AddressSanitizer and libstdc++'s debug mode tell
// whether that was allowed. One line a trial:
//
//   TYPE OPERATION HOLDER valid|invalid
//
// HOLDER is `iterator`, `reference` (of an element that stays), `erased-iterator`, `erased-reference` (of one that
// the operation takes away), `end` or `view`. Each operation is tried where it does the most: at full capacity, at
// the front. Elements are strings on the heap, so that a dead one is noticed.
#include "trials.h"
#include <any>
#include <deque>
#include <forward_list>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <stack>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

static void sequences() {
  {
    using C = std::vector<text>;
    const char *type = "std::vector";
    OP("push_back", 2, -1, c.push_back(more));
    OP("emplace_back", 2, -1, c.emplace_back(more));
    OP("insert", 2, -1, c.insert(c.begin(), more));
    OP("emplace", 2, -1, c.emplace(c.begin(), more));
    OP("erase", 2, 0, c.erase(c.begin()));
    OP("erase_if", 2, 0, std::erase_if(c, [](const text &t) { return t == element(0); }));
    OP("pop_back", 2, 5, c.pop_back());
    OP("clear", -1, 2, c.clear());
    OP("resize", 2, -1, c.resize(99));
    OP("reserve", 2, -1, c.reserve(99));
    OP("shrink_to_fit", 2, -1, c.pop_back(); c.shrink_to_fit());
    OP("assign", -1, 2, c.assign(3, more));
    OP("operator=", -1, 2, c = C(9, more));
    OP("swap", 2, -1, static C other; c.swap(other));
  }
  {
    using C = std::deque<text>;
    const char *type = "std::deque";
    OP("push_back", 2, -1, c.push_back(more));
    OP("push_front", 2, -1, c.push_front(more));
    OP("emplace_back", 2, -1, c.emplace_back(more));
    OP("emplace_front", 2, -1, c.emplace_front(more));
    OP("insert", 1, -1, c.insert(c.begin() + 2, more));
    OP("emplace", 1, -1, c.emplace(c.begin() + 2, more));
    OP("erase", 1, 2, c.erase(c.begin() + 2));
    OP("erase_if", 3, 2, std::erase_if(c, [](const text &t) { return t == element(2); }));
    OP("pop_front", 2, 0, c.pop_front());
    OP("pop_back", 2, 5, c.pop_back());
    OP("clear", -1, 2, c.clear());
    OP("resize", 2, -1, c.resize(99));
    OP("resize", -1, 4, c.resize(2));
    OP("shrink_to_fit", 2, -1, for (int i = 0; i < 500; ++i) c.push_back(more); c.resize(6); c.shrink_to_fit());
    OP("assign", -1, 2, c.assign(3, more));
    OP("operator=", -1, 2, c = C(9, more));
    OP("swap", 2, -1, static C other; c.swap(other));
  }
  {
    using C = std::list<text>;
    const char *type = "std::list";
    OP("push_back", 2, -1, c.push_back(more));
    OP("push_front", 2, -1, c.push_front(more));
    OP("insert", 2, -1, c.insert(c.begin(), more));
    OP("sort", 2, -1, c.sort());
    OP("erase", 2, 0, c.erase(c.begin()));
    OP("erase_if", 2, 0, std::erase_if(c, [](const text &t) { return t == element(0); }));
    OP("pop_front", 2, 0, c.pop_front());
    OP("pop_back", 2, 5, c.pop_back());
    OP("remove", 2, 0, c.remove(element(0)));
    OP("remove_if", 2, 0, c.remove_if([](const text &t) { return t == element(0); }));
    OP("unique", 0, 1, c.unique([](const text &, const text &) { return true; }));
    OP("resize", 1, 4, c.resize(2));
    OP("clear", -1, 2, c.clear());
    OP("assign", -1, 5, c.assign(3, more));
    OP("operator=", -1, 5, c = C(3, more));
    OP("swap", 2, -1, static C other; c.swap(other));
  }
  {
    using C = std::forward_list<text>;
    const char *type = "std::forward_list";
    OP("push_front", 2, -1, c.push_front(more));
    OP("erase_after", 2, 1, c.erase_after(c.begin()));
    OP("erase_if", 2, 0, std::erase_if(c, [](const text &t) { return t == element(0); }));
    OP("pop_front", 2, 0, c.pop_front());
    OP("remove", 2, 0, c.remove(element(0)));
    OP("remove_if", 2, 0, c.remove_if([](const text &t) { return t == element(0); }));
    OP("unique", 0, 1, c.unique([](const text &, const text &) { return true; }));
    OP("resize", 1, 4, c.resize(2));
    OP("clear", -1, 2, c.clear());
    OP("assign", -1, 5, c.assign(3, more));
    OP("operator=", -1, 5, c = C(3, more));
    OP("swap", 2, -1, static C other; c.swap(other));
  }
}

static void owners() {
  using optional = std::optional<text>;
  auto content = [](auto &o) { return &*o; };
  auto optional_of = +[] { return optional(element(1)); };
  owner("std::optional", "reset", optional_of, content, +[](optional &o) { o.reset(); });
  owner("std::optional", "emplace", optional_of, content, +[](optional &o) { o.emplace(more + more); });
  using unique = std::unique_ptr<text>;
  auto unique_of = +[] { return std::make_unique<text>(element(1)); };
  owner("std::unique_ptr", "reset", unique_of, content, +[](unique &p) { p.reset(); });
  owner("std::unique_ptr", "operator=", unique_of, content, +[](unique &p) { p = std::make_unique<text>(more); });
  owner("std::unique_ptr", "release", unique_of, content, +[](unique &p) { p.release(); });
  owner("std::unique_ptr", "swap", unique_of, content, +[](unique &p) { static unique q; p.swap(q); });
  using shared = std::shared_ptr<text>;
  auto shared_of = +[] { return std::make_shared<text>(element(1)); };
  owner("std::shared_ptr", "reset", shared_of, content, +[](shared &p) { p.reset(); });
  owner("std::shared_ptr", "operator=", shared_of, content, +[](shared &p) { p = std::make_shared<text>(more); });
  owner("std::shared_ptr", "swap", shared_of, content, +[](shared &p) { static shared q; p.swap(q); });
  using variant = std::variant<int, text>;
  auto variant_of = +[] { return variant(element(1)); };
  auto alternative = [](variant &v) { return &std::get<text>(v); };
  owner("std::variant", "operator=", variant_of, alternative, +[](variant &v) { v = 1; });
  owner("std::variant", "emplace", variant_of, alternative, +[](variant &v) { v.emplace<int>(1); });
  auto any_of = +[] { return std::any(element(1)); };
  auto cast = [](std::any &a) { return std::any_cast<text>(&a); };
  owner("std::any", "operator=", any_of, cast, +[](std::any &a) { a = 1; });
  owner("std::any", "emplace", any_of, cast, +[](std::any &a) { a.emplace<int>(1); });
  owner("std::any", "reset", any_of, cast, +[](std::any &a) { a.reset(); });
  using queue = std::queue<text>;
  auto queue_of = +[] { queue q; for (int i = 0; i < 6; ++i) q.push(element(i)); return q; };
  auto front = [](queue &q) { return &q.front(); };
  owner("std::queue", "push", queue_of, front, +[](queue &q) { q.push(more); });
  owner("std::queue", "operator=", queue_of, front, +[](queue &q) { q = queue(); });
  using stack = std::stack<text>;
  auto stack_of = +[] { stack s; for (int i = 0; i < 6; ++i) s.push(element(i)); return s; };
  auto top = [](auto &s) { return &s.top(); };
  owner("std::stack", "push", stack_of, top, +[](stack &s) { s.push(more); });
  owner("std::stack", "operator=", stack_of, top, +[](stack &s) { s = stack(); });
  using heap = std::priority_queue<text>;
  auto heap_of = +[] { heap h; for (int i = 0; i < 8; ++i) h.push(element(i)); return h; };
  auto best = [](heap &h) { return const_cast<text *>(&h.top()); };
  owner("std::priority_queue", "push", heap_of, best, +[](heap &h) { h.push(more); });
  owner("std::priority_queue", "emplace", heap_of, best, +[](heap &h) { h.emplace(more); });
  owner("std::priority_queue", "pop", heap_of, best, +[](heap &h) { h.pop(); });
  owner("std::priority_queue", "operator=", heap_of, best, +[](heap &h) { h = heap(); });
  owner("std::any", "swap", any_of, cast, +[](std::any &a) { static std::any b; a.swap(b); });
  owner("std::queue", "swap", queue_of, front, +[](queue &q) { static queue r; q.swap(r); });
  owner("std::stack", "swap", stack_of, top, +[](stack &q) { static stack r; q.swap(r); });
  owner("std::priority_queue", "swap", heap_of, best, +[](heap &q) { static heap r; q.swap(r); });
  trial("std::queue", "pop", "erased-reference", [=] { queue q = queue_of(); auto *p = &q.front(); q.pop(); return *p == element(0); });
  trial("std::stack", "pop", "erased-reference", [=] { stack s = stack_of(); auto *p = &s.top(); s.pop(); return *p == element(5); });
}

static void strings() {
  auto string = [](const char *name, void (*run)(text &)) {
    trial("std::basic_string", name, "view", [=] {
      text t = element(1);
      t.shrink_to_fit();
      std::string_view view = t;
      text before(view);
      run(t);
      return view == before;
    });
  };
  string("push_back", [](text &t) { for (int i = 0; i < 99; ++i) t.push_back('x'); });
  string("pop_back", [](text &t) { t.pop_back(); });
  string("append", [](text &t) { t.append(more); });
  string("insert", [](text &t) { t.insert(0, "x"); });
  string("replace", [](text &t) { t.replace(0, 2, "x"); });
  string("erase", [](text &t) { t.erase(0, 1); });
  string("erase_if", [](text &t) { std::erase_if(t, [](char c) { return c == 'a'; }); });
  string("clear", [](text &t) { t.clear(); });
  string("resize", [](text &t) { t.resize(999); });
  string("reserve", [](text &t) { t.reserve(999); });
  string("shrink_to_fit", [](text &t) { t.resize(3); t.shrink_to_fit(); });
  string("assign", [](text &t) { t.assign(more + more); });
  string("operator=", [](text &t) { t = more + more; });
  string("operator+=", [](text &t) { t += more; });
  string("swap", [](text &t) { text other = more; t.swap(other); });
}

int main() {
  sequences();
  associative<std::map<int, text>>("std::map");
  associative<std::multimap<int, text>>("std::multimap");
  associative<std::set<text>>("std::set");
  associative<std::multiset<text>>("std::multiset");
  associative<std::unordered_map<int, text>>("std::unordered_map");
  associative<std::unordered_multimap<int, text>>("std::unordered_multimap");
  associative<std::unordered_set<text>>("std::unordered_set");
  associative<std::unordered_multiset<text>>("std::unordered_multiset");
  owners();
  strings();
}
