#include "Parsers.h"

#include "Findings/Baseline.h"
#include "Findings/UnitReport.h"
#include "Markdown.h"
#include "Models/ModelFile.h"
#include "OwnOptions.h"

#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MemoryBufferRef.h"

#include <string>

using llvm::StringRef;

namespace async::fuzz {

/// An error says something, and in one piece.
static void require(bool Holds, const char *What) {
  if (!Holds)
    llvm::report_fatal_error(What);
}

static void models(StringRef Text) {
  llvm::Expected<ModelFile> File =
      parseModelFile(llvm::MemoryBufferRef(Text, "fuzz.yaml"));
  if (!File)
    require(StringRef(llvm::toString(File.takeError())).starts_with("fuzz.yaml:"),
            "an error of a model file without its place");
}

static void baseline(StringRef Text) {
  llvm::Expected<Baseline> First = Baseline::parse(Text, "fuzz.jsonl");
  if (!First) {
    require(StringRef(llvm::toString(First.takeError())).contains("fuzz.jsonl"),
            "an error of a baseline without its name");
    return;
  }
  // What was read can be written, and means the same then.
  auto Print = [](const Baseline &B) {
    std::string Out;
    llvm::raw_string_ostream OS(Out);
    B.write(OS);
    return Out;
  };
  const std::string Written = Print(*First);
  llvm::Expected<Baseline> Second = Baseline::parse(Written, "fuzz.jsonl");
  if (!Second)
    llvm::report_fatal_error(Second.takeError());
  require(Print(*Second) == Written, "a baseline changes when it is written");
}

static void unitReport(StringRef Text) {
  llvm::Expected<UnitReport> First = parseUnitReport(Text);
  if (!First) {
    require(!llvm::toString(First.takeError()).empty(), "an empty error");
    return;
  }
  std::string Written;
  llvm::raw_string_ostream OS(Written);
  writeUnitReport(*First, OS);
  llvm::Expected<UnitReport> Second = parseUnitReport(Written);
  if (!Second)
    llvm::report_fatal_error(Second.takeError());
}

static void markdown(StringRef Text) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  renderMarkdown(Text, OS);
}

static void options(StringRef Text) {
  llvm::SmallVector<StringRef, 8> Words;
  Text.split(Words, '\0');
  std::vector<std::string> Storage(Words.begin(), Words.end());
  llvm::SmallVector<const char *, 8> Args{"async-tidy"};
  for (const std::string &Word : Storage)
    Args.push_back(Word.c_str());
  llvm::Expected<OwnOptions> Own = takeOwnOptions(Args);
  if (!Own)
    require(!llvm::toString(Own.takeError()).empty(), "an empty error");
  else
    require(!Args.empty(), "the program's name is gone");
}

llvm::ArrayRef<Parser> parsers() {
  static constexpr Parser Table[] = {
      {"models", models},     {"baseline", baseline}, {"unit-report", unitReport},
      {"markdown", markdown}, {"options", options},
  };
  return Table;
}

} // namespace async::fuzz
