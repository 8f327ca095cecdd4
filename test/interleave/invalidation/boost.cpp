// The containers and owners of Boost; see holders.cpp.
#define BOOST_CB_ENABLE_DEBUG 1
#include "trials.h"
#include <boost/any.hpp>
#include <boost/circular_buffer.hpp>
#include <boost/container/deque.hpp>
#include <boost/container/devector.hpp>
#include <boost/container/flat_map.hpp>
#include <boost/container/flat_set.hpp>
#include <boost/container/list.hpp>
#include <boost/container/map.hpp>
#include <boost/container/set.hpp>
#include <boost/container/slist.hpp>
#include <boost/container/small_vector.hpp>
#include <boost/container/stable_vector.hpp>
#include <boost/container/static_vector.hpp>
#include <boost/container/string.hpp>
#include <boost/container/vector.hpp>
#include <boost/intrusive/list.hpp>
#include <boost/intrusive/set.hpp>
#include <boost/intrusive/slist.hpp>
#include <boost/move/unique_ptr.hpp>
#include <boost/multi_index/identity.hpp>
#include <boost/multi_index/ordered_index.hpp>
#include <boost/multi_index_container.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <boost/smart_ptr/scoped_ptr.hpp>
#include <boost/smart_ptr/shared_ptr.hpp>
#include <boost/unordered_map.hpp>
#include <boost/unordered_set.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <boost/variant.hpp>
#include <boost/variant2/variant.hpp>
#include <memory>
#include <type_traits>

namespace bc = boost::container;
namespace bi = boost::intrusive;

// What moves its elements along: insertion and erasure are tried before the element that stays.
template <class C> void contiguous(const char *type) {
  OP("push_back", 2, -1, c.push_back(more));
  OP("emplace_back", 2, -1, c.emplace_back(more));
  OP("insert", 2, -1, c.insert(c.begin(), more));
  OP("emplace", 2, -1, c.emplace(c.begin(), more));
  // A devector closes the gap from the nearer end.
  if constexpr (requires(C &c) { c.push_front(more); })
    OP("erase", 1, 2, c.erase(c.begin() + 2));
  else
    OP("erase", 2, 0, c.erase(c.begin()));
  OP("pop_back", 2, 5, c.pop_back());
  OP("clear", -1, 2, c.clear());
  OP("resize", 2, -1, c.resize(99));
  OP("resize", -1, 4, c.resize(2));
  OP("assign", -1, 2, c.assign(3, more));
  OP("operator=", -1, 2, c = C(9, more));
  OP("swap", 2, -1, static C other; c.swap(other));
  if constexpr (!std::is_same_v<C, bc::static_vector<text, 128>>) {
    OP("reserve", 2, -1, c.reserve(99));
    OP("shrink_to_fit", 2, -1, c.pop_back(); c.shrink_to_fit());
  }
}

static void devectors() {
  using C = bc::devector<text>;
  const char *type = "boost::container::devector";
  contiguous<C>(type);
  OP("push_front", 2, -1, for (int i = 0; i < 9; ++i) c.push_front(more));
  OP("emplace_front", 2, -1, for (int i = 0; i < 9; ++i) c.emplace_front(more));
  OP("pop_front", 2, 0, c.pop_front());
  OP("resize_front", 2, -1, c.resize_front(99));
  OP("resize_back", 2, -1, c.resize_back(99));
  OP("reserve_front", 2, -1, c.reserve_front(99));
  OP("reserve_back", 2, -1, c.reserve_back(99));
}

static void deques() {
  using C = bc::deque<text>;
  const char *type = "boost::container::deque";
  // Enough for another map of blocks.
  OP("push_back", 2, -1, for (int i = 0; i < 500; ++i) c.push_back(more));
  OP("push_front", 2, -1, for (int i = 0; i < 500; ++i) c.push_front(more));
  OP("emplace_back", 2, -1, for (int i = 0; i < 500; ++i) c.emplace_back(more));
  OP("emplace_front", 2, -1, for (int i = 0; i < 500; ++i) c.emplace_front(more));
  OP("insert", 1, -1, c.insert(c.begin() + 2, more));
  OP("emplace", 1, -1, c.emplace(c.begin() + 2, more));
  OP("erase", 1, 2, c.erase(c.begin() + 2));
  OP("pop_front", 2, 0, c.pop_front());
  OP("pop_back", 2, 5, c.pop_back());
  OP("clear", -1, 2, c.clear());
  OP("resize", 2, -1, c.resize(999));
  OP("resize", -1, 4, c.resize(2));
  OP("shrink_to_fit", 2, -1, for (int i = 0; i < 500; ++i) c.push_back(more); c.resize(6); c.shrink_to_fit());
  OP("assign", -1, 2, c.assign(3, more));
  OP("operator=", -1, 2, c = C(9, more));
  OP("swap", 2, -1, static C other; c.swap(other));
}

template <class C> void nodes(const char *type) {
  OP("push_front", 2, -1, c.insert(c.begin(), more));
  OP("erase", 2, 0, c.erase(c.begin()));
  OP("resize", 1, 4, c.resize(2));
  OP("clear", -1, 2, c.clear());
  OP("assign", -1, 5, c.assign(3, more));
  OP("operator=", -1, 5, c = C(3, more));
  OP("swap", 2, -1, static C other; c.swap(other));
  if constexpr (requires(C &c) { c.pop_front(); }) {
    OP("pop_front", 2, 0, c.pop_front());
    OP("remove", 2, 0, c.remove(element(0)));
    OP("remove_if", 2, 0, c.remove_if([](const text &t) { return t == element(0); }));
    OP("unique", 0, 1, c.unique([](const text &, const text &) { return true; }));
  }
  if constexpr (requires(C &c) { c.pop_back(); })
    OP("pop_back", 2, 5, c.pop_back());
  if constexpr (requires(C &c) { c.erase_after(c.begin()); })
    OP("erase_after", 2, 1, c.erase_after(c.begin()));
}

template <class C> void flat(const char *type) {
  associative<C>(type);
  OP("shrink_to_fit", 2, -1, c.reserve(99); c.erase(c.begin()); c.shrink_to_fit());
  OP("extract_sequence", 2, -1, static auto sequence = c.extract_sequence());
  OP("adopt_sequence", -1, 2, c.adopt_sequence(typename C::sequence_type()));
}

template <class C> void rings(const char *type) {
  OP("push_back", 2, 0, c.push_back(more));
  OP("push_front", 2, 5, c.push_front(more));
  OP("insert", 2, -1, c.insert(c.begin() + 1, more));
  OP("rinsert", 2, -1, c.rinsert(c.begin() + 4, more));
  OP("erase", 2, 0, c.erase(c.begin()));
  OP("rerase", 2, 5, c.rerase(c.end() - 1));
  OP("erase_begin", -1, 0, c.erase_begin(2));
  OP("erase_end", -1, 5, c.erase_end(2));
  OP("pop_back", 2, 5, c.pop_back());
  OP("pop_front", 2, 0, c.pop_front());
  OP("clear", -1, 2, c.clear());
  OP("resize", 2, -1, c.resize(99));
  OP("rresize", 2, -1, c.rresize(99));
  OP("set_capacity", 2, -1, c.set_capacity(99));
  OP("rset_capacity", 2, -1, c.rset_capacity(99));
  OP("linearize", 2, -1, c.push_back(more); c.linearize());
  OP("rotate", 4, -1, c.pop_back(); c.rotate(c.begin() + 3));
  OP("assign", -1, 2, c.assign(3, more));
  OP("operator=", -1, 2, c = C(9, more));
  OP("swap", 2, -1, static C other; c.swap(other));
}

struct node : bi::list_base_hook<>, bi::slist_base_hook<>, bi::set_base_hook<> {
  explicit node(int i) : t(element(i)) {}
  text t;
  friend bool operator<(const node &a, const node &b) { return a.t < b.t; }
};

// The elements are somebody else's: what is taken out is there still.
template <class C> void linked(const char *type) {
  auto op = [&](const char *name, int goes, auto run) {
    auto with = [=](auto use) {
      return [=] {
        C c;
        for (int i = 5; i >= 0; --i)
          if constexpr (requires { c.push_front(*new node(i)); })
            c.push_front(*new node(i));
          else
            c.insert(*new node(i));
        auto at = std::next(c.begin(), goes);
        node *element = &*at;
        text before = at->t;
        run(c);
        return use(c, at, element, before);
      };
    };
    trial(type, name, "erased-iterator", with([](C &, auto it, node *, const text &) { ++it; return !it->t.empty(); }));
    trial(type, name, "erased-reference", with([](C &, auto, node *n, const text &before) { return n->t == before; }));
  };
  auto dispose = [](node *n) { delete n; };
  op("erase", 0, [](C &c) { c.erase(c.begin()); });
  op("erase_and_dispose", 0, [=](C &c) { c.erase_and_dispose(c.begin(), dispose); });
  op("swap", 2, [](C &c) { static C other; c.swap(other); });
  op("clear", 2, [](C &c) { c.clear(); });
  op("clear_and_dispose", 2, [=](C &c) { c.clear_and_dispose(dispose); });
  if constexpr (requires(C &c) { c.pop_front(); }) {
    op("pop_front", 0, [](C &c) { c.pop_front(); });
    op("pop_front_and_dispose", 0, [=](C &c) { c.pop_front_and_dispose(dispose); });
    op("remove_if", 0, [](C &c) { c.remove_if([](const node &n) { return n.t == element(0); }); });
    op("remove_and_dispose_if", 0,
       [=](C &c) { c.remove_and_dispose_if([](const node &n) { return n.t == element(0); }, dispose); });
  }
  if constexpr (requires(C &c) { c.pop_back(); }) {
    op("pop_back", 5, [](C &c) { c.pop_back(); });
    op("pop_back_and_dispose", 5, [=](C &c) { c.pop_back_and_dispose(dispose); });
  }
}

struct counted : boost::intrusive_ref_counter<counted> {
  text t = element(1);
};

template <class P> void pointers(const char *type, P (*make)()) {
  auto content = [](P &p) { return &*p; };
  owner<P>(type, "reset", make, content, +[](P &p) { p.reset(); });
  owner<P>(type, "operator=", make, content, +[](P &p) { p = P(new text(more)); });
  owner<P>(type, "swap", make, content, +[](P &p) { static P q; p.swap(q); });
}

static void owners() {
  using scoped = boost::scoped_ptr<text>;
  trial("boost::scoped_ptr", "reset", "reference", [] { scoped p(new text(more)); text *t = p.get(); p.reset(); return *t == more; });
  trial("boost::scoped_ptr", "swap", "reference", [] { static scoped q; scoped p(new text(more)); text *t = p.get(); p.swap(q); return *t == more; });
  pointers<boost::shared_ptr<text>>("boost::shared_ptr", +[] { return boost::shared_ptr<text>(new text(element(1))); });
  pointers<boost::movelib::unique_ptr<text>>("boost::movelib::unique_ptr", +[] { return boost::movelib::unique_ptr<text>(new text(element(1))); });
  using counting = boost::intrusive_ptr<counted>;
  auto counting_of = +[] { return counting(new counted); };
  auto inside = [](counting &p) { return &p->t; };
  owner("boost::intrusive_ptr", "reset", counting_of, inside, +[](counting &p) { p.reset(); });
  owner("boost::intrusive_ptr", "operator=", counting_of, inside, +[](counting &p) { p = counting(new counted); });
  owner("boost::intrusive_ptr", "swap", counting_of, inside, +[](counting &p) { static counting q; p.swap(q); });
  using either = boost::variant<int, text>;
  auto either_of = +[] { return either(element(1)); };
  auto held = [](either &v) { return &boost::get<text>(v); };
  owner("boost::variant", "operator=", either_of, held, +[](either &v) { v = 1; });
  owner("boost::variant", "swap", either_of, held, +[](either &v) { either w(1); v.swap(w); });
  using choice = boost::variant2::variant<int, text>;
  auto choice_of = +[] { return choice(element(1)); };
  auto chosen = [](choice &v) { return &boost::variant2::get<text>(v); };
  owner("boost::variant2::variant", "emplace", choice_of, chosen, +[](choice &v) { v.emplace<int>(1); });
  owner("boost::variant2::variant", "operator=", choice_of, chosen, +[](choice &v) { v = 1; });
  owner("boost::variant2::variant", "swap", choice_of, chosen, +[](choice &v) { choice w(1); v.swap(w); });
  auto any_of = +[] { return boost::any(element(1)); };
  auto cast = [](boost::any &a) { return boost::any_cast<text>(&a); };
  owner("boost::any", "clear", any_of, cast, +[](boost::any &a) { a.clear(); });
  owner("boost::any", "operator=", any_of, cast, +[](boost::any &a) { a = 1; });
  owner("boost::any", "swap", any_of, cast, +[](boost::any &a) { static boost::any b; a.swap(b); });
}

static void strings() {
  using string = bc::string;
  auto op = [](const char *name, void (*run)(string &)) {
    trial("boost::container::basic_string", name, "view", [=] {
      string t(element(1).c_str());
      t.shrink_to_fit();
      const char *view = t.data();
      size_t size = t.size();
      text before(view, size);
      run(t);
      return text(view, size) == before;
    });
  };
  op("push_back", [](string &t) { for (int i = 0; i < 99; ++i) t.push_back('x'); });
  op("pop_back", [](string &t) { t.pop_back(); });
  op("append", [](string &t) { t.append(more.c_str()); });
  op("insert", [](string &t) { t.insert(t.begin(), 'x'); });
  op("replace", [](string &t) { t.replace(0, 2, "x"); });
  op("erase", [](string &t) { t.erase(t.begin()); });
  op("clear", [](string &t) { t.clear(); });
  op("resize", [](string &t) { t.resize(999); });
  op("reserve", [](string &t) { t.reserve(999); });
  op("shrink_to_fit", [](string &t) { t.resize(3); t.shrink_to_fit(); });
  op("assign", [](string &t) { t.assign(99, 'x'); });
  op("operator=", [](string &t) { t = string(99, 'x'); });
  op("operator+=", [](string &t) { t += more.c_str(); });
  op("swap", [](string &t) { string other("x"); t.swap(other); });
}

int main() {
  contiguous<bc::vector<text>>("boost::container::vector");
  contiguous<bc::small_vector<text, 6>>("boost::container::small_vector");
  contiguous<bc::static_vector<text, 128>>("boost::container::static_vector");
  devectors();
  nodes<bc::stable_vector<text>>("boost::container::stable_vector");
  deques();
  nodes<bc::list<text>>("boost::container::list");
  nodes<bc::slist<text>>("boost::container::slist");
  associative<bc::map<int, text>>("boost::container::map");
  associative<bc::multimap<int, text>>("boost::container::multimap");
  associative<bc::set<text>>("boost::container::set");
  associative<bc::multiset<text>>("boost::container::multiset");
  flat<bc::flat_map<int, text>>("boost::container::flat_map");
  flat<bc::flat_multimap<int, text>>("boost::container::flat_multimap");
  flat<bc::flat_set<text>>("boost::container::flat_set");
  flat<bc::flat_multiset<text>>("boost::container::flat_multiset");
  associative<boost::unordered_map<int, text>>("boost::unordered_map");
  associative<boost::unordered_multimap<int, text>>("boost::unordered_multimap");
  associative<boost::unordered_set<text>>("boost::unordered_set");
  associative<boost::unordered_multiset<text>>("boost::unordered_multiset");
  associative<boost::unordered_flat_map<int, text>>("boost::unordered_flat_map");
  associative<boost::unordered_flat_set<text>>("boost::unordered_flat_set");
  using namespace boost::multi_index;
  associative<multi_index_container<text, indexed_by<ordered_unique<identity<text>>>>>("boost::multi_index::multi_index_container");
  rings<boost::circular_buffer<text>>("boost::circular_buffer");
  rings<boost::circular_buffer_space_optimized<text>>("boost::circular_buffer_space_optimized");
  linked<bi::list<node>>("boost::intrusive::list");
  linked<bi::slist<node>>("boost::intrusive::slist");
  linked<bi::set<node>>("boost::intrusive::set");
  linked<bi::multiset<node>>("boost::intrusive::multiset");
  owners();
  strings();
}
