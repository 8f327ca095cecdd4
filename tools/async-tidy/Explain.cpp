#include "Explain.h"

#include "Checks/AsyncModule.h"
#include "Markdown.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

#include <optional>
#include <string>

using llvm::StringRef;

namespace async {
namespace {

struct Page {
  StringRef File;
  StringRef Text;
};

/// The Markdown pages of docs/checks/, by file name.
const Page Pages[] = {
#include "EmbeddedDocs.inc"
    {"", ""}};

/// The page of \p Name, named `async-<check>.md` or `<check>.md`.
std::optional<StringRef> pageOf(StringRef Name) {
  const std::string Long = (Name + ".md").str();
  const StringRef Short = StringRef(Long).drop_front(StringRef("async-").size());
  for (const Page &P : Pages)
    if (P.File == Long || P.File == Short)
      return P.Text;
  return std::nullopt;
}

/// The check that \p Name (with `async-`) was most likely meant to be, or nothing.
StringRef nearest(StringRef Name) {
  const StringRef Prefix = "async-";
  StringRef Best;
  // A name that is more than half wrong is a guess, not a typo.
  unsigned Limit = (Name.size() - Prefix.size()) / 2;
  for (const CheckInfo &Check : allChecks()) {
    // A part of a name is as good as a typo: `--explain lock`.
    unsigned Distance = Check.Name.contains(Name.drop_front(Prefix.size()))
                            ? 1
                            : Check.Name.edit_distance(Name);
    if (Distance <= Limit && (Best.empty() || Distance < Limit)) {
      Limit = Distance;
      Best = Check.Name;
    }
  }
  return Best;
}

} // namespace

int explain(StringRef Check, llvm::raw_ostream &OS,
            llvm::raw_ostream &Errors) {
  const std::string Name =
      Check.starts_with("async-") ? Check.str() : ("async-" + Check).str();
  const CheckInfo *Info = llvm::find_if(
      allChecks(), [&](const CheckInfo &C) { return C.Name == Name; });

  if (Info == allChecks().end()) {
    Errors << "error: no check is named '" << Check << "'";
    StringRef Near = nearest(Name);
    if (!Near.empty())
      Errors << "; did you mean '" << Near << "'?";
    Errors << "\nnote: the checks are:\n";
    for (const CheckInfo &C : allChecks())
      Errors << llvm::formatv("  {0,-34} {1}\n", C.Name, C.Summary);
    return 2;
  }

  std::optional<StringRef> Page = pageOf(Name);
  if (!Page) {
    Errors << "error: '" << Name << "' has no page: docs/checks/"
           << StringRef(Name).drop_front(StringRef("async-").size())
           << ".md was missing when this program was built\n";
    return 2;
  }
  OS.enable_colors(OS.has_colors());
  renderMarkdown(*Page, OS);
  return 0;
}

} // namespace async
