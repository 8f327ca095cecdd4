#include "DumpHazards.h"

#include "Checks/AllHazards.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace async {
namespace {

StringRef nameOf(Confidence Level) {
  switch (Level) {
  case Confidence::Possible:
    return "possible";
  case Confidence::Likely:
    return "likely";
  case Confidence::Definite:
    return "definite";
  }
  llvm_unreachable("unknown Confidence");
}

StringRef nameOf(StepKind Kind) {
  switch (Kind) {
  case StepKind::Suspension:
    return "suspension";
  case StepKind::Release:
    return "release";
  case StepKind::ScopeEnd:
    return "end of scope";
  case StepKind::Again:
    return "again";
  case StepKind::Acquisition:
    return "acquisition";
  case StepKind::Push:
    return "push";
  case StepKind::Pop:
    return "pop";
  }
  llvm_unreachable("unknown StepKind");
}

/// One hazard as text, and what it is sorted by.
struct Entry {
  std::tuple<unsigned, unsigned, std::string> Key;
  std::string Text;
};

class Printer {
public:
  explicit Printer(const SourceManager &SM) : SM(SM) {}

  Entry print(const Hazard &H, ArrayRef<Corner> Corners) const {
    std::string Text;
    llvm::raw_string_ostream OS(Text);
    place(OS << "  ", H.Primary) << ' ' << checkOf(H.Kind) << ' '
                                 << nameOf(H.Level);
    for (const Path *Subject : H.Subjects)
      OS << ' ' << spellingOf(Subject);
    if (H.Owner && !H.Owner->spelling().empty())
      OS << " by " << H.Owner->spelling();
    OS << '\n';
    for (const Corner &C : Corners) {
      if (C.Where.isInvalid())
        continue;
      place(OS << "    ", C.Where) << ' ' << C.Role;
      if (C.By)
        OS << " in " << C.By->getNameAsString();
      OS << '\n';
    }
    for (const Step &S : H.Steps)
      place(OS << "    ", S.Where) << ' ' << nameOf(S.Kind) << '\n';
    auto [Line, Column] = at(H.Primary);
    return {{Line, Column, checkOf(H.Kind).str()}, std::move(Text)};
  }

private:
  static std::string spellingOf(const Path *Place) {
    std::string Name = Place ? Place->spelling() : "";
    return Name.empty() ? "?" : Name;
  }

  std::pair<unsigned, unsigned> at(SourceRange Where) const {
    SourceLocation Location = SM.getExpansionLoc(Where.getBegin());
    return {SM.getSpellingLineNumber(Location),
            SM.getSpellingColumnNumber(Location)};
  }

  /// With the file's name only where that is another file than the unit's own.
  raw_ostream &place(raw_ostream &OS, SourceRange Where) const {
    SourceLocation Location = SM.getExpansionLoc(Where.getBegin());
    if (Location.isValid() && !SM.isInMainFile(Location))
      OS << SM.getFilename(Location) << ':';
    auto [Line, Column] = at(Where);
    return OS << Line << ':' << Column;
  }

  const SourceManager &SM;
};

} // namespace

void dumpHazards(ASTContext &AST, raw_ostream &OS) {
  UnitAnalysis Analysis(AST, Models::builtin(), {});
  AllHazards Hazards(Analysis);
  const Printer Print(AST.getSourceManager());
  std::vector<Entry> Found;
  auto Add = [&](const Hazard &H, ArrayRef<Corner> Corners) {
    Found.push_back(Print.print(H, Corners));
  };
  auto Flush = [&](const FunctionDecl &Function) {
    if (Found.empty())
      return;
    llvm::stable_sort(Found, [](const Entry &A, const Entry &B) {
      return A.Key < B.Key;
    });
    OS << Function.getQualifiedNameAsString() << ":\n";
    for (const Entry &E : Found)
      OS << E.Text;
    Found.clear();
  };

  const UserFunctions Functions = UserFunctions::of(AST);
  for (const FunctionDecl *Coroutine : Functions.Coroutines) {
    Hazards.ofCoroutine(*Coroutine, Add);
    Flush(*Coroutine);
  }
  for (const FunctionDecl *Function : Functions.Plain) {
    Hazards.ofPlain(*Function, Add);
    Flush(*Function);
  }
}

} // namespace async
