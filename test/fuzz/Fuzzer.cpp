/// \file
/// One parser under libFuzzer: ASYNC_FUZZ is its name. contributing.md says how to run it.

#include "Parsers.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  const llvm::StringRef Text(reinterpret_cast<const char *>(Data), Size);
  for (const async::fuzz::Parser &Parser : async::fuzz::parsers())
    if (Parser.Name == ASYNC_FUZZ)
      Parser.Run(Text);
  return 0;
}
