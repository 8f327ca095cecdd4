#include "Findings/Merge.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/SHA256.h"

#include <map>
#include <tuple>

using namespace llvm;

namespace async {

static auto order(const Finding &F) {
  return std::tie(F.Where.Path, F.Where.Offset, F.Check, F.Message);
}

void mergeFindings(std::vector<Finding> &Findings, Sources &Files) {
  for (Finding &F : Findings) {
    Files.locate(F.Where);
    for (Note &N : F.Notes)
      Files.locate(N.Where);
    for (Edit &E : F.Edits)
      Files.locate(E.Where);
  }
  llvm::stable_sort(Findings, [](const Finding &A, const Finding &B) {
    return order(A) < order(B);
  });
  Findings.erase(llvm::unique(Findings,
                              [](const Finding &A, const Finding &B) {
                                return order(A) == order(B);
                              }),
                 Findings.end());
}

static std::string withoutSpace(StringRef Line) {
  std::string Text;
  for (char C : Line)
    if (!isSpace(C) && C != '\0')
      Text += C;
  return Text;
}

std::string fingerprintOf(StringRef Check, StringRef Path, StringRef Function,
                          StringRef Text, unsigned Ordinal) {
  // Begins with the version of the recipe. Zero bytes keep the parts apart.
  std::string Key = "1";
  for (StringRef Part : {Check, Path, Function, Text}) {
    Key += '\0';
    Key += Part;
  }
  Key += '\0' + utostr(Ordinal);
  auto Hash = SHA256::hash(arrayRefFromStringRef(Key));
  return toHex(ArrayRef(Hash).take_front(16), /*LowerCase=*/true);
}

void fingerprint(std::vector<Finding> &Findings, Sources &Files) {
  std::map<std::tuple<std::string, std::string, std::string, std::string>,
           unsigned>
      Seen;
  for (Finding &F : Findings) {
    // The baseline holds text and path as JSON, which is UTF-8.
    F.Text = json::fixUTF8(
        withoutSpace(Files.line(F.Where.Path, F.Where.Line)));
    const std::string Path = json::fixUTF8(F.Where.Path);
    F.Ordinal = Seen[{F.Check, Path, F.Function, F.Text}]++;
    F.Fingerprint =
        fingerprintOf(F.Check, Path, F.Function, F.Text, F.Ordinal);
  }
}

} // namespace async
