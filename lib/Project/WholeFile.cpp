#include "Project/WholeFile.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"

using namespace llvm;
namespace fs = llvm::sys::fs;

namespace async {

/// Writes and says what went wrong.
static std::error_code
writeTo(raw_fd_ostream &OS, function_ref<void(raw_ostream &)> Write) {
  Write(OS);
  OS.flush();
  std::error_code EC = OS.error();
  // An error that is not cleared ends the program.
  OS.clear_error();
  return EC;
}

Error writeWholeFile(StringRef Path, function_ref<void(raw_ostream &)> Write) {
  auto Fail = [&](const std::string &What) {
    return createStringError(Path + ": " + What);
  };
  if (Path == "-") {
    std::error_code EC = writeTo(outs(), Write);
    return EC ? Fail(EC.message()) : Error::success();
  }
  SmallString<256> Target;
  if (fs::real_path(Path, Target))
    Target = Path;
  // A pipe or a device is not ours to replace.
  if (fs::exists(Target) && !fs::is_regular_file(Target)) {
    std::error_code EC;
    raw_fd_ostream OS(Target, EC);
    if (!EC)
      EC = writeTo(OS, Write);
    return EC ? Fail(EC.message()) : Error::success();
  }
  Expected<fs::TempFile> Temp = fs::TempFile::create(
      Target + ".%%%%%%", fs::all_read | fs::owner_write);
  if (!Temp)
    return Fail(toString(Temp.takeError()));
  std::error_code EC;
  {
    raw_fd_ostream OS(Temp->FD, /*shouldClose=*/false);
    EC = writeTo(OS, Write);
  }
  if (EC) {
    consumeError(Temp->discard());
    return Fail(EC.message() + "; the file is as it was");
  }
  if (Error E = Temp->keep(Target))
    return Fail(toString(std::move(E)));
  return Error::success();
}

} // namespace async
