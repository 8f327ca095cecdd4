#include "Project/CompileCommands.h"

#include "clang/Options/Options.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/StringSaver.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/xxhash.h"

#include <set>

using namespace llvm;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace async {

static constexpr StringRef FileName = "compile_commands.json";

static constexpr StringRef Remedy =
    "with CMake: cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON; with other build "
    "systems: bear -- <build command>; then name its directory with -p";

static std::string absolute(StringRef Path, StringRef Directory) {
  SmallString<256> Result(Path);
  path::make_absolute(Directory, Result);
  path::remove_dots(Result, /*remove_dot_dot=*/true);
  return std::string(Result);
}

static std::string inDirectory(StringRef Directory) {
  SmallString<256> Path(Directory);
  path::append(Path, FileName);
  return std::string(Path);
}

/// The databases of `build*/` below \p Directory, sorted; those that are the same
/// file by another name are left out.
static std::vector<std::string> inBuildDirectories(StringRef Directory) {
  std::vector<std::string> Found;
  std::error_code EC;
  for (fs::directory_iterator I(Directory, EC), E; !EC && I != E;
       I.increment(EC)) {
    StringRef Name = path::filename(I->path());
    if ((Name.starts_with("build") || Name.starts_with("cmake-build")) &&
        fs::exists(inDirectory(I->path())))
      Found.push_back(I->path());
  }
  llvm::sort(Found);
  for (std::string &Path : Found)
    Path = inDirectory(Path);
  StringSet<> Real;
  llvm::erase_if(Found, [&](const std::string &File) {
    SmallString<256> Path;
    return !fs::real_path(File, Path) && !Real.insert(Path).second;
  });
  return Found;
}

Expected<std::string> findCompileCommands(StringRef Given, StringRef Start) {
  if (!Given.empty()) {
    std::string File = absolute(Given, Start);
    if (fs::is_directory(File))
      File = inDirectory(File);
    if (fs::exists(File))
      return File;
    return createStringError(formatv("{0}: no such file; {1}", File, Remedy)
                                 .str());
  }

  std::string Directory = absolute(".", Start);
  for (StringRef Level = Directory; !Level.empty();
       Level = path::parent_path(Level)) {
    std::string File = inDirectory(Level);
    if (fs::exists(File))
      return File;
    std::vector<std::string> Found = inBuildDirectories(Level);
    if (Found.size() == 1)
      return Found.front();
    if (!Found.empty())
      return createStringError("several compile_commands.json; choose one with "
                               "-p: " +
                               llvm::join(Found, ", "));
  }
  return createStringError(
      formatv("no {0} in {1}, in its build*/, or in a directory above; {2}",
              FileName, Directory, Remedy)
          .str());
}

std::vector<std::string>
withoutUnknownOptions(const std::vector<std::string> &Arguments) {
  SmallVector<const char *, 64> Words;
  for (const std::string &Argument : llvm::drop_begin(Arguments))
    Words.push_back(Argument.c_str());
  const bool IsCl = path::stem(Arguments.front()).ends_with_insensitive("cl");
  unsigned MissingIndex, MissingCount;
  opt::InputArgList Parsed = clang::getDriverOptTable().ParseArgs(
      Words, MissingIndex, MissingCount,
      opt::Visibility(IsCl ? clang::options::CLOption
                           : clang::options::ClangOption));
  SmallSet<unsigned, 4> Unknown;
  for (const opt::Arg *A : Parsed.filtered(clang::options::OPT_UNKNOWN))
    Unknown.insert(A->getIndex() + 1);
  std::vector<std::string> Kept;
  for (auto [Index, Argument] : llvm::enumerate(Arguments))
    if (!Unknown.contains(Index))
      Kept.push_back(Argument);
  return Kept;
}

/// Fills \p Unit from an entry of the database; returns what is wrong with it, or
/// nothing.
static std::string readUnit(const json::Value &Entry, ProjectUnit &Unit) {
  const json::Object *O = Entry.getAsObject();
  if (!O)
    return "is no object";
  std::optional<StringRef> Directory = O->getString("directory");
  std::optional<StringRef> File = O->getString("file");
  if (!Directory || Directory->empty())
    return "has no 'directory'";
  if (!File || File->empty())
    return "has no 'file'";
  Unit.Directory = Directory->str();
  Unit.File = absolute(*File, *Directory);

  BumpPtrAllocator Alloc;
  StringSaver Saver(Alloc);
  SmallVector<const char *, 64> Words;
  if (const json::Array *Arguments = O->getArray("arguments")) {
    for (const json::Value &Argument : *Arguments) {
      std::optional<StringRef> Word = Argument.getAsString();
      if (!Word)
        return "has 'arguments' that are not all text";
      Words.push_back(Saver.save(*Word).data());
    }
  } else if (std::optional<StringRef> Command = O->getString("command")) {
    cl::TokenizeGNUCommandLine(*Command, Saver, Words);
  } else {
    return "has neither 'arguments' nor 'command'";
  }
  if (Words.empty())
    return "has an empty command";

  cl::ExpansionContext Expansion(Alloc, cl::TokenizeGNUCommandLine);
  IntrusiveRefCntPtr<vfs::FileSystem> FS = vfs::getRealFileSystem();
  Expansion.setVFS(FS.get()).setCurrentDir(Unit.Directory);
  // One that is missing stays in the command, and fails there by name.
  if (Error E = Expansion.expandResponseFiles(Words))
    consumeError(std::move(E));
  Unit.Arguments =
      withoutUnknownOptions(std::vector<std::string>(Words.begin(), Words.end()));
  return "";
}

/// Calls \p Each with the text of each object of the array \p Text, until it returns
/// false. False if that is not what \p Text is. What a database of many megabytes says
/// is looked at one entry at a time: as values, it would take ten times its size.
static bool forEachObject(StringRef Text, function_ref<bool(StringRef)> Each) {
  Text = Text.trim();
  if (!Text.consume_front("[") || !Text.consume_back("]"))
    return false;
  for (bool First = true;; First = false) {
    Text = Text.ltrim();
    if (First && Text.empty())
      return true;
    if (!Text.starts_with("{"))
      return false;
    unsigned Depth = 0;
    bool Quoted = false;
    size_t I = 0;
    for (; I != Text.size(); ++I) {
      const char C = Text[I];
      if (C == '"')
        Quoted = !Quoted;
      else if (Quoted)
        I += C == '\\' && I + 1 != Text.size();
      else if (C == '{')
        ++Depth;
      else if (C == '}' && --Depth == 0)
        break;
    }
    if (I == Text.size() || !Each(Text.take_front(I + 1)))
      return false;
    Text = Text.drop_front(I + 1).ltrim();
    if (Text.empty())
      return true;
    if (!Text.consume_front(","))
      return false;
  }
}

Expected<std::vector<ProjectUnit>> readCompileCommands(StringRef Path) {
  auto Fail = [&](const Twine &What) {
    return createStringError(Path + ": " + What);
  };
  if (!fs::is_regular_file(Path))
    return Fail(Twine("is no file; ") + Remedy);
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(Path);
  if (!Buffer)
    return Fail(Buffer.getError().message());
  StringRef Text = (*Buffer)->getBuffer();
  if (Text.trim().empty())
    return Fail(Twine("is empty; configure the build again, ") + Remedy);

  std::vector<ProjectUnit> Units;
  std::set<std::pair<uint64_t, uint64_t>> Seen;
  size_t Count = 0;
  std::string Problem;
  const bool IsList = forEachObject(Text, [&](StringRef Entry) {
    Expected<json::Value> Parsed = json::parse(Entry);
    if (!Parsed) {
      consumeError(Parsed.takeError());
      return false;
    }
    ++Count;
    ProjectUnit Unit;
    Problem = readUnit(*Parsed, Unit);
    if (!Problem.empty())
      return false;
    std::string Key = Unit.Directory + '\0' + Unit.File;
    for (const std::string &Argument : Unit.Arguments)
      Key += '\0' + Argument;
    const XXH128_hash_t Hash = xxh3_128bits(arrayRefFromStringRef(Key));
    if (Seen.insert({Hash.low64, Hash.high64}).second)
      Units.push_back(std::move(Unit));
    return true;
  });
  if (!Problem.empty())
    return Fail("entry " + Twine(Count) + " " + Problem);
  if (IsList && !Count)
    return Fail("names no units; does the build compile anything? " + Remedy);
  if (IsList)
    return Units;
  // The parser says what is wrong, and where.
  Expected<json::Value> Whole = json::parse(Text);
  if (!Whole)
    return Fail("is no JSON: " + toString(Whole.takeError()) +
                "; was its writing interrupted? Configure the build again");
  if (!Whole->getAsArray())
    return Fail("is no list of commands; is this the right file?");
  return Fail("entry " + Twine(Count + 1) + " is no object");
}

} // namespace async
