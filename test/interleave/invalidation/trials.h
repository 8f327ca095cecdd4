// Trials of what operations do to what refers into a container or owner; see holders.cpp.
#ifndef TRIALS_H
#define TRIALS_H
#include <algorithm>
#include <cstdio>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

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
template <class K> const text &value_of(const std::pair<K, text> &p) { return p.second; }

static const text more = element(9);

// Six elements, and no room for more where there is a limit.
template <class C> void fill(C &c) {
  if constexpr (requires { c.set_capacity(6); })
    c.set_capacity(6);
  for (int i = 0; i < 6; ++i)
    if constexpr (requires { typename C::mapped_type; })
      c.insert({i, element(i)});
    else if constexpr (requires { typename C::key_type; })
      c.insert(element(i));
    else if constexpr (requires { c.push_back(more); })
      c.push_back(element(i));
    else
      c.push_front(element(5 - i));
  if constexpr (requires { c.data(); c.shrink_to_fit(); })
    c.shrink_to_fit();
}

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
  auto through = [rest, name](C &c, auto held, const text &before) {
    auto &[it, after] = held;
    if (value_of(*it) != before)
      return false;
    // What knows its position knows it still, unless it is one in another container now.
    std::string_view operation = name;
    if constexpr (requires { it - c.begin(); })
      if (operation != "swap" && operation != "extract_sequence" && value_of(*(c.begin() + (it - c.begin()))) != before)
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
  if constexpr (requires(C &c, C &d) { c.merge(d); })
    OP("merge", stays, -1, C other; often(other, [](C &d, int i) { d.insert(entry<C>(i)); }); c.merge(other));
  OP("erase", stays, goes, c.erase(key<C>(0)));
  auto is_first = [](const auto &e) { return value_of(e) == element(0); };
  if constexpr (requires(C &c) { erase_if(c, is_first); })
    OP("erase_if", stays, goes, erase_if(c, [](const auto &e) { return value_of(e) == element(0); }));
  if constexpr (requires(C &c) { c.extract(c.begin()); })
    OP("extract", stays, goes, c.extract(c.find(key<C>(0))));
  OP("clear", -1, stays, c.clear());
  OP("operator=", -1, stays, C other; c = other);
  OP("swap", stays, -1, static C other; c.swap(other));
  if constexpr (requires(C &c) { c.try_emplace(1, more); }) {
    OP("try_emplace", stays, -1, often(c, [](C &d, int i) { d.try_emplace(i, more); }));
    OP("insert_or_assign", stays, -1, often(c, [](C &d, int i) { d.insert_or_assign(i, more); }));
    OP("operator[]", stays, -1, often(c, [](C &d, int i) { d[i] = more; }));
  }
  if constexpr (hashed)
    OP("rehash", stays, -1, c.rehash(5000));
  if constexpr (requires(C &c) { c.reserve(5000); })
    OP("reserve", stays, -1, c.reserve(5000));
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

#endif
