/// \file
/// Stands in for clangd's client of a remote index server. The real one lives in
/// libclangdRemoteIndex.a, which needs gRPC and protobuf; clangd itself has the same
/// stand-in ("unimplemented") for builds without them, but only outside its archives.

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>

namespace async {

/// clangd's SymbolIndex, of which only a null pointer is ever made here. A type of our
/// own, because a second definition of clangd's class would break the one-definition
/// rule; a unique_ptr to either is one pointer, returned in memory.
struct NoIndex {};

} // namespace async

using IndexPointer = std::unique_ptr<async::NoIndex>;

IndexPointer getClient(llvm::StringRef Address, llvm::StringRef Root) asm(
    "_ZN5clang6clangd6remote9getClientEN4llvm9StringRefES3_");

IndexPointer getClient(llvm::StringRef Address, llvm::StringRef) {
  llvm::errs() << "async-clangd has no remote index support: '" << Address
               << "' is not used\n";
  return nullptr;
}
