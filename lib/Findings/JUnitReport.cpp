/// \file
/// JUnit's XML, as far as CI systems agree on it: a suite `units`, whose cases are what
/// was not judged, and one of each check, whose cases are its findings. A suite without
/// either has one case that passes, so that a clean run shows as one.

#include "Findings/Reports.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

using namespace llvm;

namespace async {

/// \p Text in an attribute or between tags. XML 1.0 has no way to write a control
/// character, nor bytes that are not UTF-8.
static std::string xml(StringRef Text) {
  std::string Result;
  for (char C : json::fixUTF8(Text)) {
    switch (C) {
    case '&':
      Result += "&amp;";
      break;
    case '<':
      Result += "&lt;";
      break;
    case '>':
      Result += "&gt;";
      break;
    case '"':
      Result += "&quot;";
      break;
    case '\n':
      Result += "&#10;";
      break;
    default:
      Result += static_cast<unsigned char>(C) < 0x20 && C != '\t' ? '?' : C;
    }
  }
  // U+FFFE and U+FFFF are no characters of XML either.
  for (StringRef Bad : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})
    for (size_t At; (At = Result.find(Bad)) != std::string::npos;)
      Result.replace(At, Bad.size(), "?");
  return Result;
}

static std::string place(const Place &Where) {
  return formatv("{0}:{1}:{2}", Where.Path, Where.Line, Where.Column);
}

static void testcase(const Finding &F, raw_ostream &OS) {
  OS << "    <testcase classname=\"" << xml(F.Check) << "\" name=\""
     << xml(place(F.Where) + (F.Function.empty() ? "" : " in " + F.Function))
     << "\" file=\"" << xml(F.Where.Path) << "\" line=\"" << F.Where.Line
     << "\">";
  if (F.Known) {
    OS << "<skipped message=\""
       << xml(F.Reason.empty() ? "in the baseline" : F.Reason) << "\"/>";
  } else {
    OS << "<failure type=\"" << xml(F.Check) << "\" message=\""
       << xml(F.Message) << "\">" << xml(place(F.Where)) << ": "
       << xml(F.Message) << "&#10;";
    for (const Note &N : F.Notes)
      OS << xml(N.Where.Path.empty() ? "" : place(N.Where) + ": ")
         << xml(N.Message) << "&#10;";
    OS << "</failure>";
  }
  OS << "</testcase>\n";
}

void writeJUnit(const ReportInput &Input, raw_ostream &OS) {
  const Summary &Run = Input.Run;
  auto Suite = [&](StringRef Name, size_t Cases, size_t Failures,
                   size_t Errors, size_t Skipped) {
    OS << formatv("  <testsuite name=\"{0}\" tests=\"{1}\" failures=\"{2}\" "
                  "errors=\"{3}\" skipped=\"{4}\">\n",
                  xml(Name), Cases, Failures, Errors, Skipped);
  };
  OS << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"async-gate\">\n";

  const size_t Errors = Run.Failures.size() + !Run.Doubt.empty();
  Suite("units", std::max<size_t>(Errors, 1), 0, Errors, 0);
  for (const Failure &F : Run.Failures)
    OS << "    <testcase classname=\"units\" name=\"" << xml(F.Unit)
       << "\" file=\"" << xml(F.Unit) << "\"><error message=\"" << xml(F.Cause)
       << "\">" << xml(F.Detail) << "</error></testcase>\n";
  if (!Run.Doubt.empty())
    OS << "    <testcase classname=\"units\" name=\"all\"><error message=\""
       << xml(Run.Doubt) << "\"/></testcase>\n";
  if (!Errors)
    OS << formatv("    <testcase classname=\"units\" name=\"{0} analysed, {1} "
                  "skipped\"/>\n",
                  Run.Analyzed, Run.Skipped);
  OS << "  </testsuite>\n";

  std::vector<std::string> Names = Run.Checks;
  for (const Finding &F : Input.Findings)
    Names.push_back(F.Check);
  llvm::sort(Names);
  Names.erase(llvm::unique(Names), Names.end());
  for (const std::string &Name : Names) {
    std::vector<const Finding *> Found;
    for (const Finding &F : Input.Findings)
      if (F.Check == Name)
        Found.push_back(&F);
    const size_t Known =
        llvm::count_if(Found, [](const Finding *F) { return F->Known; });
    Suite(Name, std::max<size_t>(Found.size(), 1), Found.size() - Known, 0,
          Known);
    for (const Finding *F : Found)
      testcase(*F, OS);
    if (Found.empty())
      OS << "    <testcase classname=\"" << xml(Name)
         << "\" name=\"no finding\"/>\n";
    OS << "  </testsuite>\n";
  }
  OS << "</testsuites>\n";
}

} // namespace async
