/// \file
/// What calling a member function does to the object it is called on.

#ifndef ASYNC_TIDY_FACTS_OPERATION_H
#define ASYNC_TIDY_FACTS_OPERATION_H

#include <cstdint>

namespace clang {
class CallExpr;
class FunctionDecl;
} // namespace clang

namespace async {

enum class Operation : uint8_t {
  /// Nothing is known of it.
  Unknown,
  /// Looks at the object and changes nothing.
  Examine,
  IsEmpty,
  Contains,
  HasValue,
  /// Gives a position for a key, or the end.
  Find,
  /// Gives a position.
  Iterate,
  /// Gives an element that must be there: front(), at(), *optional.
  NeedsElement,
  /// Gives what a handle points to: operator->, operator*, get().
  Dereference,
  /// operator[] of an associative container, which adds what is missing
  /// ([map.access]/1).
  Index,
  Grows,
  Shrinks,
  /// Takes an element that must be there.
  Pops,
  /// Gives it another value.
  Replaces,
  /// Moves elements about and keeps them all: reserve(), sort().
  Rearranges,
};

/// True for what leaves the object as it is.
bool isRead(Operation Op);
/// True for what may change the object.
bool isWrite(Operation Op);

/// By name, operator and constness of the function called; Unknown for free
/// functions and for member functions whose name says nothing and that are not
/// const.
Operation classify(const clang::FunctionDecl &Function);

/// What a free function of the standard library does to what its argument
/// \p Index refers to: `std::exchange`, `std::swap`, `std::erase_if`; and what a
/// member function does to another container that it is given: `a.swap(b)`,
/// `a.splice(at, b)`. Unknown for all others.
Operation classifyArgument(const clang::FunctionDecl &Function,
                           unsigned Index);

/// True for a class's operator that computes from two operands, as `+` of durations or
/// strings does. Shifts are left out: streams are written with them.
bool isArithmetic(const clang::CallExpr &E);

} // namespace async

#endif // ASYNC_TIDY_FACTS_OPERATION_H
