#include "Project/FileStates.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <sys/stat.h>

using namespace llvm;
namespace fs = llvm::sys::fs;

namespace async {

std::string hashOf(StringRef Text) {
  return toHex(BLAKE3::hash<16>(arrayRefFromStringRef(Text)),
               /*LowerCase=*/true);
}

static std::string look(StringRef Path) {
  fs::file_status Status;
  if (fs::status(Path, Status))
    return "-";
  if (fs::is_directory(Status))
    return "directory";
  // To open a pipe would block for good.
  if (!fs::is_regular_file(Status))
    return "-";
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(
      Path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  return Buffer ? hashOf((*Buffer)->getBuffer()) : "-";
}

std::string FileStates::of(StringRef Path) {
  {
    std::lock_guard<std::mutex> Lock(Guard);
    if (auto It = Known.find(Path); It != Known.end())
      return It->second;
  }
  std::string State = look(Path);
  std::lock_guard<std::mutex> Lock(Guard);
  return Known.try_emplace(Path, std::move(State)).first->second;
}

bool FileStates::isOlder(StringRef Path, timespec Start) {
  struct stat Status;
  if (::stat(Path.str().c_str(), &Status))
    return false;
  const timespec &Changed = Status.st_ctim;
  return Changed.tv_sec < Start.tv_sec ||
         (Changed.tv_sec == Start.tv_sec && Changed.tv_nsec < Start.tv_nsec);
}

} // namespace async
