#include "Findings/Sources.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace async {

static std::string realPath(StringRef Path) {
  SmallString<256> Real;
  if (!fs::real_path(Path, Real))
    return std::string(Real);
  SmallString<256> Absolute(Path);
  fs::make_absolute(Absolute);
  path::remove_dots(Absolute, /*remove_dot_dot=*/true);
  return std::string(Absolute);
}

Sources::Sources(StringRef Root) : Root(realPath(Root)) {}

std::string Sources::name(StringRef Path) {
  if (Path.empty())
    return "";
  auto [It, Inserted] = Names.try_emplace(Path);
  if (!Inserted)
    return It->second;
  std::string Real = realPath(Path);
  StringRef Rest = Real;
  if (Rest.consume_front(Root) && (Root == "/" || Rest.consume_front("/")))
    It->second = path::convert_to_slash(Rest);
  else
    It->second = path::convert_to_slash(Real);
  return It->second;
}

std::string Sources::path(StringRef Name) const {
  SmallString<256> Path(Name);
  if (!path::is_absolute(Name)) {
    Path = Root;
    path::append(Path, Name);
  }
  return std::string(Path);
}

const Sources::File &Sources::open(StringRef Name) {
  auto [It, Inserted] = Files.try_emplace(Name);
  File &F = It->second;
  std::string Path = path(Name);
  // A pipe would block, a device might never end.
  if (!Inserted || !fs::is_regular_file(Path))
    return F;
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(Path);
  if (!Buffer)
    return F;
  F.Buffer = std::move(*Buffer);
  StringRef Text = F.Buffer->getBuffer();
  F.Lines.push_back(0);
  for (size_t I = Text.find('\n'); I != StringRef::npos;
       I = Text.find('\n', I + 1))
    F.Lines.push_back(I + 1);
  return F;
}

void Sources::locate(Place &Where) {
  Where.Path = name(Where.Path);
  Where.Line = Where.Column = 0;
  if (Where.Path.empty())
    return;
  const File &F = open(Where.Path);
  if (!F.Buffer || Where.Offset > F.Buffer->getBufferSize())
    return;
  auto After = llvm::upper_bound(F.Lines, Where.Offset);
  Where.Line = After - F.Lines.begin();
  Where.Column = Where.Offset - *std::prev(After) + 1;
}

StringRef Sources::text(StringRef Name) {
  const File &F = open(Name);
  return F.Buffer ? F.Buffer->getBuffer() : StringRef();
}

StringRef Sources::line(StringRef Name, unsigned Line) {
  const File &F = open(Name);
  if (Line == 0 || Line > F.Lines.size())
    return "";
  return F.Buffer->getBuffer()
      .drop_front(F.Lines[Line - 1])
      .take_until([](char C) { return C == '\n' || C == '\r'; });
}

} // namespace async
