// What operations really do to what refers into a container or owner. Each trial builds one, takes a holder, does
// the operation and uses the holder, in a process of its own; AddressSanitizer and libstdc++'s debug mode tell
// whether that was allowed. One line a trial:
//
//   TYPE OPERATION HOLDER valid|invalid
//
// HOLDER is `iterator`, `reference` (of an element that stays), `erased-iterator`, `erased-reference` (of one that
// the operation takes away), `end` or `view`. Each operation is tried where it does the most: at full capacity, at
// the front. Elements are strings on the heap, so that a dead one is noticed.
#include <algorithm>
#include <any>
#include <cstdio>
#include <deque>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <stack>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

using text = std::string;

static text element(int i) { return "an element that stands on the heap, number " + std::to_string(1000 + i); }

// The result of using a holder: false if it does not give what it gave before.
static void trial(const char *type, const char *operation, const char *holder, const std::function<bool()> &use) {
  std::fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    std::freopen("/dev/null", "w", stderr);
    _exit(use() ? 0 : 3);
  }
  int status = 1;
  waitpid(child, &status, 0);
  std::printf("%s %s %s %s\n", type, operation, holder,
              WIFEXITED(status) && WEXITSTATUS(status) == 0 ? "valid" : "invalid");
}

static const text &value_of(const text &t) { return t; }
static const text &value_of(const std::pair<const int, text> &p) { return p.second; }

static void fill(std::vector<text> &c) { for (int i = 0; i < 6; ++i) c.push_back(element(i)); c.shrink_to_fit(); }
template <class C> void fill_sequence(C &c) { for (int i = 0; i < 6; ++i) c.push_back(element(i)); }
static void fill(std::deque<text> &c) { fill_sequence(c); }
static void fill(std::list<text> &c) { fill_sequence(c); }
static void fill(std::forward_list<text> &c) { for (int i = 5; i >= 0; --i) c.push_front(element(i)); }
template <class C> void fill_keys(C &c) {
  if constexpr (requires { typename C::mapped_type; })
    for (int i = 0; i < 6; ++i) c.insert({i, element(i)});
  else
    for (int i = 0; i < 6; ++i) c.insert(element(i));
}
template <class... T> void fill(std::map<T...> &c) { fill_keys(c); }
template <class... T> void fill(std::multimap<T...> &c) { fill_keys(c); }
template <class... T> void fill(std::set<T...> &c) { fill_keys(c); }
template <class... T> void fill(std::multiset<T...> &c) { fill_keys(c); }
template <class... T> void fill(std::unordered_map<T...> &c) { fill_keys(c); }
template <class... T> void fill(std::unordered_multimap<T...> &c) { fill_keys(c); }
template <class... T> void fill(std::unordered_set<T...> &c) { fill_keys(c); }
template <class... T> void fill(std::unordered_multiset<T...> &c) { fill_keys(c); }

// `stays` and `goes`: the positions of an element that the operation leaves, and of one that it takes away; -1 if it
// takes none. The one that stays comes after, where that makes a difference.
template <class C>
void operation(const char *type, const char *name, int stays, int goes, const std::function<void(C &)> &run) {
  auto with = [&](int position, auto take, auto use) {
    return [=] {
      C c;
      fill(c);
      auto at = std::next(c.begin(), position);
      text before = value_of(*at);
      auto holder = take(c, at);
      run(c);
      return use(c, holder, before);
    };
  };
  // What comes after it comes after it still: rehashing changes the order.
  auto rest = [](C &c, auto it) {
    std::set<text> found;
    for (++it; it != c.end(); ++it)
      found.insert(value_of(*it));
    return found;
  };
  auto iterator = [rest](C &c, auto at) { return std::make_pair(at, rest(c, at)); };
  auto through = [rest](C &c, auto held, const text &before) {
    auto &[it, after] = held;
    if (value_of(*it) != before)
      return false;
    if constexpr (requires { c.rehash(1); }) {
      if (c.size() < 6)
        return true;
      std::set<text> now = rest(c, it);
      return std::includes(now.begin(), now.end(), after.begin(), after.end());
    }
    return true;
  };
  auto reference = [](C &, auto at) { return &*at; };
  auto read = [](C &, auto *p, const text &before) { return value_of(*p) == before; };
  if (stays >= 0) {
    trial(type, name, "iterator", with(stays, iterator, through));
    trial(type, name, "reference", with(stays, reference, read));
  }
  if (goes >= 0) {
    trial(type, name, "erased-iterator", with(goes, iterator, through));
    trial(type, name, "erased-reference", with(goes, reference, read));
  }
  trial(type, name, "end", with(0, [](C &c, auto) { return c.end(); },
                                [](C &c, auto end, const text &) { return end == c.end(); }));
  if constexpr (requires(C &c) { c.data(); })
    if (stays >= 0)
      trial(type, name, "view", with(stays, [stays](C &c, auto) { return c.data() + stays; }, read));
}

#define OP(NAME, STAYS, GOES, ...)                                                                                     \
  operation<C>(type, NAME, STAYS, GOES, [](C &c) { __VA_ARGS__; })

static const text more = element(9);

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

template <class C> typename C::value_type entry(int i) {
  if constexpr (requires { typename C::mapped_type; })
    return {i, element(i)};
  else
    return element(i);
}
template <class C> typename C::key_type key(int i) {
  if constexpr (requires { typename C::mapped_type; })
    return i;
  else
    return element(i);
}

// Enough to need another table.
template <class C, class F> void often(C &c, F add) {
  for (int i = 0; i < 500; ++i)
    add(c, 100 + i);
}

template <class C> void associative(const char *type) {
  constexpr bool hashed = requires(C &c) { c.rehash(1); };
  auto first = [](const C &c) { return hashed ? int(std::distance(c.begin(), c.find(key<C>(0)))) : 0; };
  C sample;
  fill(sample);
  const int goes = first(sample), stays = goes == 2 ? 3 : 2;
  OP("insert", stays, -1, often(c, [](C &d, int i) { d.insert(entry<C>(i)); }));
  OP("emplace", stays, -1, often(c, [](C &d, int i) { d.emplace(entry<C>(i)); }));
  OP("emplace_hint", stays, -1, often(c, [](C &d, int i) { d.emplace_hint(d.end(), entry<C>(i)); }));
  OP("merge", stays, -1, C other; often(other, [](C &d, int i) { d.insert(entry<C>(i)); }); c.merge(other));
  OP("erase", stays, goes, c.erase(key<C>(0)));
  OP("erase_if", stays, goes, std::erase_if(c, [](const auto &e) { return value_of(e) == element(0); }));
  OP("extract", stays, goes, c.extract(key<C>(0)));
  OP("clear", -1, stays, c.clear());
  OP("operator=", -1, stays, C other; c = other);
  OP("swap", stays, -1, static C other; c.swap(other));
  if constexpr (requires(C &c) { c.try_emplace(1, more); }) {
    OP("try_emplace", stays, -1, often(c, [](C &d, int i) { d.try_emplace(i, more); }));
    OP("insert_or_assign", stays, -1, often(c, [](C &d, int i) { d.insert_or_assign(i, more); }));
    OP("operator[]", stays, -1, often(c, [](C &d, int i) { d[i] = more; }));
  }
  if constexpr (hashed) {
    OP("rehash", stays, -1, c.rehash(5000));
    OP("reserve", stays, -1, c.reserve(5000));
  }
}

// One object, or elements without iterators: only references to what it holds.
template <class T, class Take> void owner(const char *type, const char *name, T (*make)(), Take take, void (*run)(T &)) {
  trial(type, name, "reference", [=] {
    T t = make();
    auto *p = take(t);
    text before = *p;
    run(t);
    return *p == before;
  });
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
