#include "Project/GitChanges.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

using namespace llvm;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace async {
namespace {

class Git {
public:
  static Expected<Git> at(StringRef Directory) {
    ErrorOr<std::string> Program = sys::findProgramByName("git");
    if (!Program)
      return createStringError("--diff needs git, which is not in the PATH");
    return Git(*Program, Directory);
  }

  /// What `git Arguments...` prints; fails with what it complains of.
  Expected<std::string> run(ArrayRef<StringRef> Arguments) const {
    SmallString<128> Output, Errors;
    std::error_code EC = fs::createTemporaryFile("async-gate", "git", Output);
    if (!EC)
      EC = fs::createTemporaryFile("async-gate", "err", Errors);
    scope_exit Clean([&] {
      fs::remove(Output);
      fs::remove(Errors);
    });
    if (EC)
      return createStringError("no temporary file: " + EC.message());
    std::vector<StringRef> Words = {Program, "-C", Directory};
    llvm::append_range(Words, Arguments);
    std::string Problem;
    const int Code = sys::ExecuteAndWait(
        Program, Words, std::nullopt,
        {StringRef("/dev/null"), StringRef(Output), StringRef(Errors)},
        /*SecondsToWait=*/0, /*MemoryLimit=*/0, &Problem);
    if (Code != 0) {
      std::string Said = read(Errors);
      return createStringError(StringRef(Problem.empty() ? Said : Problem)
                                   .rtrim()
                                   .str());
    }
    return read(Output);
  }

private:
  Git(StringRef Program, StringRef Directory)
      : Program(Program), Directory(Directory) {}

  static std::string read(StringRef Path) {
    auto Buffer = MemoryBuffer::getFile(Path, /*IsText=*/false,
                                        /*RequiresNullTerminator=*/false);
    return Buffer ? (*Buffer)->getBuffer().str() : "";
  }

  std::string Program, Directory;
};

/// A path as Git prints it: in quotes with C's escapes if it holds odd characters.
std::string unquoted(StringRef Path) {
  if (!Path.consume_front("\""))
    return Path.str();
  Path.consume_back("\"");
  std::string Result;
  while (!Path.empty()) {
    char C = Path.front();
    Path = Path.drop_front();
    if (C != '\\' || Path.empty()) {
      Result += C;
      continue;
    }
    C = Path.front();
    unsigned Octal;
    if (Path.size() >= 3 && C >= '0' && C <= '3' &&
        !Path.take_front(3).getAsInteger(8, Octal)) {
      Result += static_cast<char>(Octal);
      Path = Path.drop_front(3);
      continue;
    }
    constexpr StringRef Letters = "abtnvfr", Values = "\a\b\t\n\v\f\r";
    const size_t Known = Letters.find(C);
    Result += Known == StringRef::npos ? C : Values[Known];
    Path = Path.drop_front();
  }
  return Result;
}

/// Reads `12,3` or `12`.
std::pair<unsigned, unsigned> range(StringRef Text) {
  unsigned First = 0, Count = 1;
  auto [Start, Length] = Text.split(',');
  Start.getAsInteger(10, First);
  if (!Length.empty())
    Length.getAsInteger(10, Count);
  return {First, Count};
}

std::string below(StringRef Top, StringRef Path) {
  SmallString<256> Result(Top);
  path::append(Result, Path);
  return std::string(Result);
}

} // namespace

std::vector<ChangedFile> parseDiff(StringRef Text, StringRef Top) {
  std::vector<ChangedFile> Result;
  bool IsDeleted = false;
  // Lines of the hunk that are still to come; a line there may begin with `+++`.
  unsigned Left = 0;
  while (!Text.empty()) {
    StringRef Line;
    std::tie(Line, Text) = Text.split('\n');
    if (Left && (Line.starts_with("+") || Line.starts_with("-"))) {
      --Left;
      continue;
    }
    if (Line.consume_front("+++ ")) {
      // Git ends a path that holds a space with a tab.
      Line.consume_back("\t");
      std::string Path = unquoted(Line);
      IsDeleted = !StringRef(Path).starts_with("b/");
      if (!IsDeleted)
        Result.push_back({below(Top, StringRef(Path).drop_front(2)), {}});
    } else if (Line.consume_front("@@ -")) {
      auto [Old, Rest] = Line.split(" +");
      auto [First, Count] = range(Rest.take_until([](char C) {
        return C == ' ';
      }));
      Left = range(Old).second + Count;
      if (IsDeleted || Result.empty())
        continue;
      if (Count)
        Result.back().Lines.push_back({First, First + Count - 1});
      else
        Result.back().Lines.push_back({First, First + 1});
    }
  }
  return Result;
}

Expected<std::vector<ChangedFile>> changesSince(StringRef Revision,
                                                StringRef Directory) {
  auto Fail = [&](const Twine &Why) {
    return createStringError("--diff=" + Revision + ": " + Why);
  };
  if (Revision.empty() || Revision.starts_with("-"))
    return Fail("no revision");
  Expected<Git> Here = Git::at(Directory);
  if (!Here)
    return Here.takeError();
  Expected<std::string> Top = Here->run({"rev-parse", "--show-toplevel"});
  if (!Top)
    return Fail(toString(Top.takeError()));
  Expected<Git> Root = Git::at(StringRef(*Top).rtrim("\n"));
  if (!Root)
    return Root.takeError();

  const std::string Commit = (Revision + "^{commit}").str();
  Expected<std::string> Known =
      Root->run({"rev-parse", "--verify", "--quiet", Commit});
  if (!Known) {
    consumeError(Known.takeError());
    return Fail("no such revision here; in CI, fetch it first");
  }
  Expected<std::string> Base =
      Root->run({"merge-base", StringRef(*Known).rtrim(), "HEAD"});
  if (!Base) {
    std::string Why = toString(Base.takeError());
    return Fail(Why.empty() ? "no common ancestor with HEAD; is the clone "
                              "shallow? Fetch more of the history"
                            : Why);
  }
  // Nothing of the user's configuration may change the output.
  Expected<std::string> Diff = Root->run(
      {"-c", "core.quotepath=off", "-c", "core.fsmonitor=false", "diff", "-U0",
       "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--text",
       "--find-renames", "--src-prefix=a/", "--dst-prefix=b/",
       "--inter-hunk-context=0", "--ignore-submodules", "--diff-algorithm=default",
       StringRef(*Base).rtrim(), "--"});
  if (!Diff)
    return Fail(toString(Diff.takeError()));
  Expected<std::string> Others = Root->run(
      {"ls-files", "--others", "--exclude-standard", "-z"});
  if (!Others)
    return Fail(toString(Others.takeError()));

  StringRef Directories = StringRef(*Top).rtrim("\n");
  std::vector<ChangedFile> Changes = parseDiff(*Diff, Directories);
  for (StringRef Path : split(*Others, '\0'))
    if (!Path.empty())
      Changes.push_back({below(Directories, Path), {}, /*IsUntracked=*/true});
  llvm::erase_if(Changes, [](const ChangedFile &F) {
    return !fs::is_regular_file(F.Path);
  });
  return Changes;
}

ChangedLines::ChangedLines(const std::vector<ChangedFile> &Changes,
                           Sources &Files) {
  for (const ChangedFile &File : Changes)
    ByName[Files.name(File.Path)] = &File;
}

bool ChangedLines::contain(const Place &Where) const {
  const ChangedFile *File = ByName.lookup(Where.Path);
  if (!File)
    return false;
  return File->IsUntracked || llvm::any_of(File->Lines, [&](const auto &Lines) {
           return Lines.first <= Where.Line && Where.Line <= Lines.second;
         });
}

bool ChangedLines::touch(const Finding &F) const {
  return contain(F.Where) || llvm::any_of(F.Notes, [&](const Note &N) {
           return N.Part != Role::Remedy && contain(N.Where);
         });
}

} // namespace async
