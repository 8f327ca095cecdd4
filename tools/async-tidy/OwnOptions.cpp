#include "OwnOptions.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

#include <functional>

using llvm::StringRef;

namespace async {
namespace {

enum class Value { None, Required };

/// One flag. clang-tidy's spelling rules hold: one dash or two, `=` or the next word.
struct Flag {
  StringRef Name;
  Value Takes;
  /// True if clang-tidy gets the flag as well.
  bool Shared;
  /// The name of the value in the help text.
  StringRef ValueName;
  /// Empty: not in the help text.
  StringRef Help;
  void (*Set)(OwnOptions &Options, StringRef Value);
};

constexpr Flag Flags[] = {
    {"explain", Value::Required, false, "check",
     "Print what a check finds, why, and what to do instead",
     [](OwnOptions &O, StringRef V) { O.Explain = V.str(); }},
    {"dump", Value::Required, false, "facts|flow|tasks|hazards",
     "Print what the analysis sees of each coroutine",
     [](OwnOptions &O, StringRef V) { O.Dump = V.str(); }},
    {"suggest-actor", Value::Required, false, "class",
     "Print a header with an actor: the class, with its state owned by one coroutine "
     "that handles a message at a time",
     [](OwnOptions &O, StringRef V) { O.SuggestActor = V.str(); }},
    {"suggest-values", Value::Required, false, "class::name",
     "Print a header in which a member, or the one that a coroutine changes, is passed "
     "in and returned",
     [](OwnOptions &O, StringRef V) { O.SuggestValues = V.str(); }},
    {"stats", Value::None, false, "",
     "Run all analyses, and print what was analysed, what was skipped and why, the "
     "time and the memory",
     [](OwnOptions &O, StringRef) { O.Stats = true; }},
    {"print-plugin", Value::None, false, "",
     "Print the path of the plugin for clang-tidy's -load",
     [](OwnOptions &O, StringRef) { O.PrintPlugin = true; }},
    {"print-compiler-plugin", Value::None, false, "",
     "Print the path of the plugin for the compiler's -fplugin=",
     [](OwnOptions &O, StringRef) { O.PrintCompilerPlugin = true; }},
    {"help", Value::None, true, "", "",
     [](OwnOptions &O, StringRef) { O.Help = true; }},
    {"help-hidden", Value::None, true, "", "",
     [](OwnOptions &O, StringRef) { O.Help = true; }},
    {"help-list", Value::None, true, "", "",
     [](OwnOptions &O, StringRef) { O.Help = true; }},
    {"h", Value::None, true, "", "",
     [](OwnOptions &O, StringRef) { O.Help = true; }},
    {"version", Value::None, true, "", "",
     [](OwnOptions &O, StringRef) { O.Version = true; }},
};

const Flag *findFlag(StringRef Name) {
  const Flag *Found = llvm::find_if(
      Flags, [Name](const Flag &F) { return F.Name == Name; });
  return Found == std::end(Flags) ? nullptr : Found;
}

} // namespace

llvm::Expected<OwnOptions>
takeOwnOptions(llvm::SmallVectorImpl<const char *> &Args) {
  OwnOptions Options;
  llvm::SmallVector<const char *, 32> Kept{Args.front()};

  for (size_t I = 1; I != Args.size(); ++I) {
    StringRef Arg = Args[I];
    if (Arg == "--") {
      Kept.append(Args.begin() + I, Args.end());
      break;
    }
    StringRef Body = Arg;
    if (Body.consume_front("-"))
      Body.consume_front("-");
    auto [Name, Inline] = Body.split('=');
    const bool HasInline = Body.contains('=');
    const Flag *F = Body.size() == Arg.size() ? nullptr : findFlag(Name);
    if (!F) {
      Kept.push_back(Args[I]);
      continue;
    }
    if (F->Shared) {
      Kept.push_back(Args[I]);
      F->Set(Options, "");
      continue;
    }
    if (F->Takes == Value::None) {
      if (HasInline)
        return llvm::createStringError(
            llvm::formatv("'--{0}' takes no value", F->Name).str());
      F->Set(Options, "");
      continue;
    }
    StringRef Given = Inline;
    if (!HasInline && I + 1 != Args.size() && StringRef(Args[I + 1]) != "--")
      Given = Args[++I];
    if (Given.empty())
      return llvm::createStringError(
          llvm::formatv("'--{0}' needs a value: --{0} <{1}>", F->Name,
                        F->ValueName)
              .str());
    F->Set(Options, Given);
  }

  Args.assign(Kept.begin(), Kept.end());
  return Options;
}

void printOwnHelp(llvm::raw_ostream &OS) {
  OS << "async-tidy: clang-tidy with checks for C++20 coroutines (async-*).\n"
        "Where nothing names checks (-checks, -config or a .clang-tidy), it runs "
        "'-*,async-*'.\n\n"
        "async-tidy options:\n\n";
  for (const Flag &F : Flags) {
    if (F.Help.empty())
      continue;
    std::string Spelling = ("--" + F.Name).str();
    if (!F.ValueName.empty())
      Spelling += (" <" + F.ValueName + ">").str();
    OS << llvm::formatv("  {0,-32} - {1}\n", Spelling, F.Help);
  }
  OS << "\nAll that follows is clang-tidy's, and holds here too.\n\n";
}

} // namespace async
