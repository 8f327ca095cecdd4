#include "Findings/Nolint.h"

#include "Findings/Merge.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

#include <algorithm>
#include <map>
#include <tuple>

using namespace llvm;

namespace async {

/// \p Glob knows only `*`, like clang-tidy's.
static bool matches(StringRef Glob, StringRef Name) {
  const size_t Star = Glob.find('*');
  if (Star == StringRef::npos)
    return Glob == Name;
  if (!Name.consume_front(Glob.take_front(Star)))
    return false;
  StringRef Rest = Glob.drop_front(Star + 1);
  for (size_t I = 0; I <= Name.size(); ++I)
    if (matches(Rest, Name.drop_front(I)))
      return true;
  return false;
}

bool Nolint::covers(StringRef Check) const {
  return Checks.empty() || llvm::any_of(Checks, [&](StringRef Glob) {
           return matches(Glob, Check);
         });
}

/// What people write between the brackets and the reason, and to end a comment.
static std::string reason(StringRef Behind) {
  Behind = Behind.take_until([](char C) { return C == '\n' || C == '\r'; });
  Behind = Behind.take_front(Behind.find("*/"));
  Behind = Behind.ltrim(" \t:,;-").rtrim();
  // Another comment behind this one is no reason; its words are.
  Behind.consume_front("//");
  return Behind.trim().str();
}

std::vector<Nolint> findNolints(StringRef Text) {
  constexpr StringRef Word = "NOLINT";
  std::vector<Nolint> Found;
  // Those that wait for their end, and the text in brackets, which has to be the same.
  std::vector<std::pair<size_t, std::string>> Open;
  unsigned Line = 1;
  size_t LineStart = 0, Counted = 0;
  for (size_t At = Text.find(Word); At != StringRef::npos;) {
    for (; Counted != At; ++Counted)
      if (Text[Counted] == '\n') {
        ++Line;
        LineStart = Counted + 1;
      }
    size_t End = At + Word.size();
    while (End != Text.size() && isAlpha(Text[End]))
      ++End;
    StringRef Name = Text.slice(At, End);
    std::string Brackets;
    bool HasBrackets = false;
    if (End != Text.size() && Text[End] == '(') {
      const size_t Close = Text.find_first_of("\n)", End);
      if (Close != StringRef::npos && Text[Close] == ')') {
        Brackets = Text.slice(End + 1, Close).str();
        HasBrackets = true;
        End = Close + 1;
      }
    }
    Nolint N;
    N.Where.Offset = At;
    N.Where.Line = Line;
    N.Where.Column = At - LineStart + 1;
    N.Word = Name.str();
    N.Reason = reason(Text.drop_front(End));
    if (HasBrackets)
      for (StringRef Glob : split(Brackets, ','))
        if (!Glob.trim().empty())
          N.Checks.push_back(Glob.trim().str());
    if (Name == "NOLINT") {
      N.FirstLine = N.LastLine = Line;
      Found.push_back(std::move(N));
    } else if (Name == "NOLINTNEXTLINE") {
      N.FirstLine = N.LastLine = Line + 1;
      Found.push_back(std::move(N));
    } else if (Name == "NOLINTBEGIN") {
      Open.push_back({Found.size(), Brackets});
      Found.push_back(std::move(N));
    } else if (Name == "NOLINTEND" && !Open.empty() &&
               Open.back().second == Brackets) {
      Nolint &Begin = Found[Open.back().first];
      Begin.FirstLine = Begin.Where.Line;
      Begin.LastLine = Line;
      Open.pop_back();
    }
    At = Text.find(Word, End);
  }
  return Found;
}

/// True if a name in brackets means checks of ours and of nobody else.
static bool isOurs(StringRef Glob) { return Glob.starts_with("async-"); }

void mergeSilenced(std::vector<Silenced> &Findings, Sources &Files) {
  for (Silenced &S : Findings) {
    Files.locate(S.What.Where);
    for (Place &At : S.SpelledAt)
      Files.locate(At);
  }
  auto Order = [](const Silenced &S) {
    return std::tie(S.What.Where.Path, S.What.Where.Offset, S.What.Check,
                    S.What.Message);
  };
  llvm::stable_sort(Findings, [&](const Silenced &A, const Silenced &B) {
    return Order(A) < Order(B);
  });
  Findings.erase(llvm::unique(Findings,
                              [&](const Silenced &A, const Silenced &B) {
                                return Order(A) == Order(B);
                              }),
                 Findings.end());

  std::vector<Finding> Plain;
  for (const Silenced &S : Findings)
    Plain.push_back(S.What);
  fingerprint(Plain, Files);
  for (auto [S, Marked] : llvm::zip_equal(Findings, Plain))
    S.What = std::move(Marked);
}

std::vector<Nolint> auditNolints(ArrayRef<std::string> Paths,
                                 std::vector<Silenced> &Findings,
                                 ArrayRef<std::string> Ran,
                                 ArrayRef<std::string> Known, Sources &Files) {
  std::map<std::string, std::vector<std::pair<unsigned, Silenced *>>> Places;
  for (Silenced &S : Findings)
    for (const Place &At : S.SpelledAt)
      Places[At.Path].push_back({At.Line, &S});

  std::vector<std::string> Names;
  for (const std::string &Path : Paths)
    Names.push_back(Files.name(Path));
  llvm::sort(Names);
  Names.erase(llvm::unique(Names), Names.end());

  std::vector<Nolint> Result;
  for (const std::string &Name : Names) {
    for (Nolint &N : findNolints(Files.text(Name))) {
      N.Where.Path = Name;
      StringSet<> Useful;
      for (const auto &[Line, S] : Places[Name]) {
        const std::string &Check = S->What.Check;
        if (Line < N.FirstLine || Line > N.LastLine || !N.covers(Check))
          continue;
        ++N.Silences;
        if (S->What.Reason.empty())
          S->What.Reason = N.Reason;
        for (const std::string &Glob : N.Checks)
          if (matches(Glob, Check))
            Useful.insert(Glob);
      }
      bool Named = false;
      for (const std::string &Glob : N.Checks) {
        if (!isOurs(Glob))
          continue;
        Named = true;
        const bool MayBeOff = llvm::any_of(Known, [&](const auto &Check) {
          return matches(Glob, Check) && !llvm::is_contained(Ran, Check);
        });
        if (!Useful.contains(Glob) && !MayBeOff)
          N.Unused.push_back(Glob);
      }
      if (Named || N.Silences)
        Result.push_back(std::move(N));
    }
  }
  return Result;
}

} // namespace async
