#include "Stats.h"

#include "Checks/AllHazards.h"
#include "Sources.h"
#include "clang/AST/ASTContext.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Timer.h"

#include <sys/resource.h>

using namespace clang;

namespace async {
namespace {

/// Sums of counts and times; the maximum of memory.
struct Figures {
  unsigned Functions = 0;
  unsigned Coroutines = 0;
  unsigned Analysed = 0;
  /// Coroutines, by reason.
  unsigned Dependent = 0, Broken = 0, NoGraph = 0, TooLarge = 0;
  /// Functions analysed for what they do to coroutines, and those left out.
  unsigned Helpers = 0, HelpersSkipped = 0;
  unsigned Suspensions = 0;
  unsigned Facts = 0;
  unsigned Hazards = 0;
  /// To the end of the unit; to find its functions; to analyse them.
  llvm::TimeRecord Parse, Search, Analysis;
  /// In kilobytes: up to the end of parsing, and to the end.
  size_t MemoryParsed = 0, Memory = 0;

  Figures &operator+=(const Figures &F) {
    Functions += F.Functions;
    Coroutines += F.Coroutines;
    Analysed += F.Analysed;
    Dependent += F.Dependent;
    Broken += F.Broken;
    NoGraph += F.NoGraph;
    TooLarge += F.TooLarge;
    Helpers += F.Helpers;
    HelpersSkipped += F.HelpersSkipped;
    Suspensions += F.Suspensions;
    Facts += F.Facts;
    Hazards += F.Hazards;
    Parse += F.Parse;
    Search += F.Search;
    Analysis += F.Analysis;
    MemoryParsed = std::max(MemoryParsed, F.MemoryParsed);
    Memory = std::max(Memory, F.Memory);
    return *this;
  }
};

/// The most memory that the process had at once, in kilobytes. It never falls: of
/// several sources, what the largest of those so far needed.
size_t peakMemory() {
  rusage Usage;
  return getrusage(RUSAGE_SELF, &Usage) == 0 ? Usage.ru_maxrss : 0;
}

void printTime(raw_ostream &OS, StringRef Label, const llvm::TimeRecord &Time,
               const llvm::TimeRecord &Parse) {
  // The wall is what a user waits; the processor's time is what can be compared
  // on a busy machine.
  auto Share = [](double Part, double Whole) {
    return Whole > 0 ? 100 * Part / Whole : 0.0;
  };
  OS << llvm::formatv("  {0,-26}{1,10:f1} ms, {2:f1} ms of CPU", Label,
                      Time.getWallTime() * 1000, Time.getProcessTime() * 1000);
  if (&Time != &Parse)
    OS << llvm::formatv(", {0:f2} % of parse",
                        Share(Time.getProcessTime(), Parse.getProcessTime()));
  OS << '\n';
}

void print(raw_ostream &OS, StringRef Title, const Figures &F) {
  auto Count = [&](StringRef Label, unsigned Number) {
    OS << llvm::formatv("  {0,-26}{1,10}\n", Label, Number);
  };
  OS << Title << ":\n";
  Count("functions seen:", F.Functions);
  Count("coroutines:", F.Coroutines);
  Count("  analysed:", F.Analysed);
  Count("  skipped, dependent:", F.Dependent);
  Count("  skipped, broken:", F.Broken);
  Count("  skipped, no graph:", F.NoGraph);
  Count("  skipped, too large:", F.TooLarge);
  Count("helpers analysed:", F.Helpers);
  Count("helpers skipped:", F.HelpersSkipped);
  Count("suspension points:", F.Suspensions);
  Count("facts:", F.Facts);
  Count("hazards:", F.Hazards);
  printTime(OS, "parse:", F.Parse, F.Parse);
  printTime(OS, "search:", F.Search, F.Parse);
  printTime(OS, "analysis:", F.Analysis, F.Parse);
  OS << llvm::formatv("  {0,-26}{1,10} kB, {2} kB when parsed\n",
                      "peak memory:", F.Memory, F.MemoryParsed);
}

/// Counts what became of the coroutines of \p Functions, all asked about by now.
void countCoroutines(const UserFunctions &Functions, FactStore &Store,
                     Figures &F) {
  F.Functions = Functions.Coroutines.size() + Functions.Plain.size() +
                Functions.Patterns + Functions.Broken;
  F.Coroutines =
      Functions.Coroutines.size() + Functions.Patterns + Functions.Broken;
  F.Dependent = Functions.Patterns;
  F.Broken = Functions.Broken;
  for (const FunctionDecl *Coroutine : Functions.Coroutines)
    switch (Store.skipped(*Coroutine)) {
    case SkipReason::None:
      ++F.Analysed;
      F.Suspensions += Store.get(*Coroutine)->suspensions();
      break;
    case SkipReason::Dependent:
      ++F.Dependent;
      break;
    case SkipReason::NoGraph:
      ++F.NoGraph;
      break;
    case SkipReason::TooLarge:
      ++F.TooLarge;
      break;
    }
  FactStore::Counts All = Store.counts();
  F.Facts = All.Facts;
  F.Helpers = All.Analysed - F.Analysed;
  for (unsigned Skipped : All.Skipped)
    F.HelpersSkipped += Skipped;
  F.HelpersSkipped -= Functions.Coroutines.size() - F.Analysed;
}

/// The analyses of a unit, made and thrown away.
void analyze(ASTContext &AST, Figures &F) {
  llvm::TimeRecord Start = llvm::TimeRecord::getCurrentTime();
  const UserFunctions Functions = UserFunctions::of(AST);
  F.Search = llvm::TimeRecord::getCurrentTime(false);
  F.Search -= Start;

  // A library's models are read once a process, for the first unit.
  std::shared_ptr<const Models> Library = Models::builtin();
  Start = llvm::TimeRecord::getCurrentTime();
  auto Analysis = std::make_unique<UnitAnalysis>(AST, std::move(Library),
                                                 ArrayRef<std::string>());
  auto Hazards = std::make_unique<AllHazards>(*Analysis);
  auto Count = [&](const Hazard &, ArrayRef<Corner>) { ++F.Hazards; };
  for (const FunctionDecl *Coroutine : Functions.Coroutines)
    Hazards->ofCoroutine(*Coroutine, Count);
  for (const FunctionDecl *Function : Functions.Plain)
    Hazards->ofPlain(*Function, Count);
  llvm::TimeRecord Worked = llvm::TimeRecord::getCurrentTime(false);
  Worked -= Start;

  countCoroutines(Functions, Analysis->store(), F);
  F.Memory = peakMemory();
  Start = llvm::TimeRecord::getCurrentTime();
  Hazards.reset();
  Analysis.reset();
  F.Analysis = llvm::TimeRecord::getCurrentTime(false);
  F.Analysis -= Start;
  F.Analysis += Worked;
}

class StatsAction : public ASTFrontendAction {
public:
  explicit StatsAction(Figures &Total) : Total(Total) {}

private:
  struct Consumer : ASTConsumer {
    explicit Consumer(Figures &F) : F(F) {}
    void HandleTranslationUnit(ASTContext &AST) override {
      llvm::TimeRecord Now = llvm::TimeRecord::getCurrentTime(false);
      Now -= Start;
      F.Parse = Now;
      F.MemoryParsed = peakMemory();
      analyze(AST, F);
    }
    Figures &F;
    llvm::TimeRecord Start = llvm::TimeRecord::getCurrentTime();
  };

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                 StringRef) override {
    return std::make_unique<Consumer>(Own);
  }

  void EndSourceFileAction() override {
    print(llvm::outs(), getCurrentFile(), Own);
    Total += Own;
  }

  Figures &Total;
  Figures Own;
};

class StatsFactory : public tooling::FrontendActionFactory {
public:
  std::unique_ptr<FrontendAction> create() override {
    ++Sources;
    return std::make_unique<StatsAction>(Total);
  }

  Figures Total;
  unsigned Sources = 0;
};

} // namespace

int printStats(llvm::SmallVectorImpl<const char *> &Args) {
  StatsFactory Factory;
  int Code = runOnSources(Args, Factory);
  if (Factory.Sources > 1)
    print(llvm::outs(), "total of " + llvm::utostr(Factory.Sources) + " sources",
          Factory.Total);
  return Code;
}

} // namespace async
