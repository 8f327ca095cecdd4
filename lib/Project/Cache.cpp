/// \file
/// A file an entry, so that the rename of a file system makes it whole, and LLVM's
/// pruning knows it by its name. LLVM's content-addressed store was the other choice;
/// it maps its files, so that a full disk or a damaged file ends the process.

#include "Project/Cache.h"

#include "Project/FileStates.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/CachePruning.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

using namespace llvm;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace async {

Expected<std::unique_ptr<Cache>> Cache::open(StringRef Directory,
                                             uint64_t MaxBytes) {
  std::error_code EC = fs::create_directories(Directory);
  if (!EC && !fs::is_directory(Directory))
    EC = std::make_error_code(std::errc::not_a_directory);
  if (!EC)
    EC = fs::access(Directory, fs::AccessMode::Write);
  if (EC)
    return createStringError("the cache " + Directory + ": " + EC.message() +
                             "; choose another with --cache-dir, or --no-cache");
  return std::unique_ptr<Cache>(new Cache(Directory.str(), MaxBytes));
}

std::string Cache::file(StringRef Key) const {
  SmallString<256> Path(Directory);
  // pruneCache() takes no other files for its own.
  path::append(Path, "llvmcache-" + Key);
  return std::string(Path);
}

std::optional<std::string> Cache::get(StringRef Key) {
  const std::string Path = file(Key);
  // What is read counts as used: pruning goes by the time of access.
  Expected<fs::file_t> File =
      fs::openNativeFileForRead(Path, fs::OF_UpdateAtime);
  if (!File) {
    consumeError(File.takeError());
    return std::nullopt;
  }
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer =
      MemoryBuffer::getOpenFile(*File, Path, /*FileSize=*/-1,
                                /*RequiresNullTerminator=*/false,
                                /*IsVolatile=*/true);
  fs::closeFile(*File);
  if (!Buffer)
    return std::nullopt;
  auto [Hash, Text] = (*Buffer)->getBuffer().split('\n');
  if (Hash == hashOf(Text))
    return Text.str();
  fs::remove(Path);
  ++Dropped;
  return std::nullopt;
}

void Cache::put(StringRef Key, StringRef Text) {
  const std::string Path = file(Key);
  Expected<fs::TempFile> Temp = fs::TempFile::create(Path + ".%%%%%%");
  if (!Temp)
    return consumeError(Temp.takeError());
  std::error_code EC;
  {
    raw_fd_ostream OS(Temp->FD, /*shouldClose=*/false);
    OS << hashOf(Text) << '\n' << Text;
    OS.flush();
    EC = OS.error();
    // An error that is not cleared ends the program.
    OS.clear_error();
  }
  if (EC)
    return consumeError(Temp->discard());
  if (Error E = Temp->keep(Path))
    return consumeError(std::move(E));
  Written = true;
}

void Cache::prune() {
  if (!Written)
    return;
  CachePruningPolicy Policy;
  Policy.Interval = std::chrono::seconds(0);
  Policy.Expiration = std::chrono::hours(31 * 24);
  Policy.MaxSizeBytes = MaxBytes;
  pruneCache(Directory, Policy);
}

std::string defaultCacheDirectory() {
  SmallString<128> Path;
  if (!path::cache_directory(Path))
    return "";
  path::append(Path, "async-gate");
  return std::string(Path);
}

} // namespace async
