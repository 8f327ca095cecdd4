#include "Facts/LibraryBodies.h"

#include "gtest/gtest.h"

using namespace async;

namespace {

/// The body in \p Text, behind the first `)`.
llvm::StringRef body(llvm::StringRef Text) {
  return bodyText(Text, Text.find(')') + 1);
}

TEST(BodyText, EndsWithItsBrace) {
  EXPECT_EQ(body("f() { if (a) { b; } } int c;"), " { if (a) { b; } }");
  EXPECT_EQ(body("f() const noexcept { a; } };"), " const noexcept { a; }");
}

TEST(BodyText, BracesThatAreNoBody) {
  EXPECT_EQ(body("f() : a{1}, b{2} { c; } d"), " : a{1}, b{2} { c; }");
  EXPECT_EQ(body("f() requires requires { x; } { c; } d"),
            " requires requires { x; } { c; }");
  EXPECT_EQ(body("f() noexcept(noexcept(T{})) { c; } d"),
            " noexcept(noexcept(T{})) { c; }");
  EXPECT_EQ(body("f() try { a; } catch (...) { b; } d"),
            " try { a; } catch (...) { b; }");
}

TEST(BodyText, BracesInLiteralsAndComments) {
  EXPECT_EQ(body("f() { a('}'); } b"), " { a('}'); }");
  EXPECT_EQ(body("f() { a(\"}\\\"}\"); } b"), " { a(\"}\\\"}\"); }");
  EXPECT_EQ(body("f() { // }\n a; /* } */ } b"), " { // }\n a; /* } */ }");
  EXPECT_EQ(body("f() { R\"x(})\" })x\"; 1'000; } b"),
            " { R\"x(})\" })x\"; 1'000; }");
}

TEST(BodyText, WithoutAnEnd) {
  EXPECT_EQ(body("f() { a; "), " { a; ");
  EXPECT_EQ(body("f()"), "");
  EXPECT_EQ(body("f() { \"a"), " { \"a");
}

std::string padded(llvm::StringRef Statement) {
  return ("{ " + Statement + " " + std::string(300, ';') + " }").str();
}

TEST(MayMatter, Locks) {
  EXPECT_TRUE(mayMatter("void f()", padded("m_.lock();")));
  EXPECT_TRUE(mayMatter("void f()", padded("m_->lock_shared();")));
  EXPECT_TRUE(mayMatter("void f()", padded("mu.Lock();")));
  EXPECT_TRUE(mayMatter("void f()", padded("unlock();")));
  EXPECT_TRUE(mayMatter("void f()", padded("return try_lock();")));
  EXPECT_TRUE(mayMatter("lock_guard make(m)", padded("")));
  EXPECT_TRUE(mayMatter("Guard(std::mutex &m)", padded("")));
  EXPECT_FALSE(mayMatter("void f()", padded("clock(); block(1);")));
  EXPECT_FALSE(mayMatter("void f()", padded("scoped_lock lock(m_);")));
  EXPECT_FALSE(mayMatter("void f(clock c)", padded("")));
}

TEST(MayMatter, Accessors) {
  EXPECT_TRUE(mayMatter("T &get()", "{ return *p_; }"));
  EXPECT_TRUE(mayMatter("T &get()", "{ return (this->p_.q_); }"));
  EXPECT_TRUE(mayMatter("T &get()", "{ static T t(1); return t; }"));
  EXPECT_TRUE(mayMatter("bool open()", "{ return impl_.is_open(); }"));
  EXPECT_TRUE(mayMatter("void g()", "{ fn_(); }"));
  EXPECT_FALSE(mayMatter("T get()", "{ return make(p_); }"));
  EXPECT_FALSE(mayMatter("T &get()", padded("return *p_;")));
  EXPECT_FALSE(mayMatter("void g()", "{ a_ = b_; c_.d(1); }"));
}

} // namespace
