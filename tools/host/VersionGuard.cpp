/// \file
/// Stops a host of another LLVM version. Without this a clang-tidy 14 loads the
/// plugin, lists our checks, finds nothing with them and exits 0: a green that
/// means nothing.
///
/// Part of each plugin, which says in its CMakeLists.txt what it is:
///   ASYNC_PLUGIN_FILE    the plugin's file name
///   ASYNC_PLUGIN_HOST    the program that loads it, without a version
///   ASYNC_PLUGIN_REMEDY  what else the user can do

#include "clang/Basic/Version.h"

#include <cstdio>
#include <cstdlib>
#include <string>

// Weak: a host without Clang (`opt -load`) has no such symbol, and should hear from
// us rather than from the dynamic loader.
namespace clang {
[[gnu::weak]] std::string getClangFullVersion();
} // namespace clang

namespace {

/// "22.1" of "Debian clang version 22.1.8 (...)"; the whole text if it has another
/// shape. Point releases keep the ABI, so the third number does not count.
std::string majorAndMinor(const std::string &Full) {
  const std::string Marker = "clang version ";
  size_t Begin = Full.find(Marker);
  if (Begin == std::string::npos)
    return Full;
  Begin += Marker.size();
  size_t Dot = Full.find('.', Begin);
  if (Dot == std::string::npos)
    return Full;
  size_t End = Full.find_first_not_of("0123456789", Dot + 1);
  return Full.substr(Begin, End == std::string::npos ? End : End - Begin);
}

struct VersionGuard {
  VersionGuard() {
    const std::string Ours =
        CLANG_VERSION_MAJOR_STRING "." + std::to_string(CLANG_VERSION_MINOR);
    const std::string Host = clang::getClangFullVersion
                                 ? clang::getClangFullVersion()
                                 : "a program without Clang";
    if (majorAndMinor(Host) == Ours)
      return;
    std::fprintf(
        stderr,
        "error: " ASYNC_PLUGIN_FILE " is built for " ASYNC_PLUGIN_HOST
        " %s, but was loaded by: %s\n"
        "note: run it with " ASYNC_PLUGIN_HOST "-" CLANG_VERSION_MAJOR_STRING
        ", or " ASYNC_PLUGIN_REMEDY "\n",
        Ours.c_str(), Host.c_str());
    std::fflush(stderr);
    // Not exit(): we are inside the dynamic loader, and the host's destructors have
    // nothing to clean up yet.
    std::_Exit(2);
  }
};

// Before every other initialiser of this library: those already call into LLVM.
[[gnu::init_priority(101)]] VersionGuard Guard;

} // namespace
