/// \file
/// What reads text that others wrote, each behind one function for a fuzzer to call.

#ifndef ASYNC_TIDY_TEST_FUZZ_PARSERS_H
#define ASYNC_TIDY_TEST_FUZZ_PARSERS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace async::fuzz {

struct Parser {
  /// Also the folder of its seeds.
  llvm::StringRef Name;
  /// Parses, and stops the program where an answer contradicts itself.
  void (*Run)(llvm::StringRef Text);
};

llvm::ArrayRef<Parser> parsers();

} // namespace async::fuzz

#endif // ASYNC_TIDY_TEST_FUZZ_PARSERS_H
