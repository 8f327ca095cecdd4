/// \file
/// Who needs two members to belong together.

#include "Facts/Guards.h"
#include "Sharing/Others.h"

#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {
namespace {

/// The facts of one function that look at the two members.
class PairFinder {
public:
  PairFinder(const FunctionFacts &Facts, const Path &First, const Path &Second,
             Accesses &Summaries)
      : Facts(Facts), First(First), Second(Second), Summaries(Summaries) {}

  bool run(PairReader &Found);

private:
  struct Look {
    const Fact *At;
    Access What;
  };
  bool collect();
  bool decides(PairReader &Found) const;
  bool passesOn(PairReader &Found) const;
  bool isAskedBefore(const Look &Use) const;
  bool isQuestion(const Look &Use) const;
  void sourcesOf(Sources From, llvm::SmallPtrSetImpl<const Fact *> &Into) const;

  const FunctionFacts &Facts;
  const Path &First, &Second;
  Accesses &Summaries;
  std::vector<Look> OfFirst, OfSecond;
  /// Each with all that its condition was computed from.
  std::vector<std::pair<const BranchFact *, llvm::SmallPtrSet<const Fact *, 8>>>
      Branches;
  /// Positions of those that go by the second one.
  llvm::SmallVector<unsigned, 4> AskSecond;
};

/// By name: it tells people, and nothing depends on it.
bool isTelling(const FunctionDecl *Function) {
  if (!Function || !Function->getDeclName().isIdentifier())
    return false;
  for (StringRef Part : {"log", "print", "format", "trace", "debug", "dump",
                         "warn", "info", "stat", "metric"})
    if (Function->getName().contains_insensitive(Part))
      return true;
  return false;
}

} // namespace

/// False if the function changes the second one, or both.
bool PairFinder::collect() {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      if (const auto *Branch = dyn_cast<BranchFact>(F)) {
        Branches.push_back({Branch, {}});
        sourcesOf(Branch->From, Branches.back().second);
      }
      llvm::SmallVector<Access, 4> Seen;
      Summaries.of(*F, Seen);
      for (const Access &A : Seen) {
        if (A.writes() && Second.overlaps(*A.Place))
          return false;
        if (A.writes())
          continue;
        if (First.contains(*A.Place))
          OfFirst.push_back({F, A});
        if (Second.contains(*A.Place))
          OfSecond.push_back({F, A});
      }
    }
  for (auto [I, Entry] : llvm::enumerate(Branches))
    if (llvm::any_of(OfSecond, [&, &From = Entry.second](const Look &L) {
          return From.contains(L.At);
        }))
      AskSecond.push_back(I);
  return !OfFirst.empty() && !OfSecond.empty();
}

/// Whether another condition on the second one decides if the use is reached.
bool PairFinder::isAskedBefore(const Look &Use) const {
  return llvm::any_of(AskSecond, [&](unsigned I) {
    const auto &[Branch, From] = Branches[I];
    return !From.contains(Use.At) &&
           Facts.guards().decides(Use.At->block(), Branch->block());
  });
}

/// Whether the look itself only asks what is there: whether a handle has a value, or how
/// much there is in a container.
bool PairFinder::isQuestion(const Look &Use) const {
  return llvm::any_of(AskSecond, [&](unsigned I) {
    const BranchFact *Branch = Branches[I].first;
    const Predicate &Asked = Branch->State;
    return Asked.Subject && is_contained(Branch->From, Use.At) &&
           Second.contains(*Asked.Subject) &&
           (Asked.K == Predicate::Kind::HasValue ||
            Asked.K == Predicate::Kind::IsEmpty ||
            Asked.K == Predicate::Kind::Contains || isa<CallFact>(Use.At));
  });
}

bool PairFinder::decides(PairReader &Found) const {
  for (const auto &[Branch, From] : Branches) {
    if (llvm::none_of(OfFirst, [&, &From = From](const Look &L) {
          return From.contains(L.At);
        }))
      continue;
    for (const Look &Use : OfSecond) {
      bool Both = From.contains(Use.At);
      std::optional<bool> Needed =
          Facts.guards().decides(Use.At->block(), Branch->block());
      if ((!Both && !Needed) || isQuestion(Use) || isAskedBefore(Use))
        continue;
      Found.Use.What = Use.What;
      Found.Decides = true;
      Found.Asked = Predicate();
      if (!Both && Branch->State.Subject &&
          First.contains(*Branch->State.Subject)) {
        Found.Asked = Branch->State;
        Found.Asked.Negated ^= !*Needed;
      }
      return true;
    }
  }
  return false;
}

void PairFinder::sourcesOf(Sources From,
                           llvm::SmallPtrSetImpl<const Fact *> &Into) const {
  for (const Fact *F : From)
    if (Into.insert(F).second)
      if (const auto *Call = dyn_cast<CallFact>(F))
        sourcesOf(Call->From, Into);
}

bool PairFinder::passesOn(PairReader &Found) const {
  for (const CFGBlock *Block : Facts.graph())
    for (const Fact *F : Facts.in(*Block)) {
      const auto *Call = dyn_cast<CallFact>(F);
      if (!Call || isTelling(Call->Callee))
        continue;
      llvm::SmallPtrSet<const Fact *, 8> From;
      sourcesOf(Call->From, From);
      auto Given = [&](const Look &L) { return From.contains(L.At); };
      if (llvm::none_of(OfFirst, Given))
        continue;
      auto Use = llvm::find_if(OfSecond, Given);
      if (Use == OfSecond.end() || isAskedBefore(*Use))
        continue;
      Found.Use.What = Use->What;
      return true;
    }
  return false;
}

bool PairFinder::run(PairReader &Found) {
  if (!collect())
    return false;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Facts.function());
  bool OnlyTells = isTelling(&Facts.function()) ||
                   (Method && Method->isConst() && !Method->getParent()->isLambda());
  if (decides(Found)) {
    Operation Op = Found.Use.What.Op;
    return !OnlyTells || Op == Operation::NeedsElement ||
           Op == Operation::Dereference;
  }
  // What an event runs returns nothing.
  return !OnlyTells && Facts.function().getReturnType()->isVoidType() &&
         passesOn(Found);
}

std::vector<PairReader> Others::needBoth(const Path &First, const Path &Second,
                                         const FunctionDecl &Waiting) {
  std::vector<PairReader> Found;
  std::optional<Membership> Member = membership(First);
  if (!Member)
    return Found;
  ClassView &View = Classes.get(*Member->Class);
  for (const MemberFunction &M : View.functions()) {
    if (M.IsSpecial || M.IsCoroutine || M.Function == Waiting.getDefinition())
      continue;
    const FunctionFacts *Facts = Summaries.store().get(*M.Function);
    PairReader Reader{{{}, &M, View.witness(M, Waiting)}, false, {}};
    if (Facts && Reader.Use.Strength == Witness::Strong &&
        PairFinder(*Facts, First, Second, Summaries).run(Reader))
      Found.push_back(Reader);
  }
  return Found;
}

} // namespace async
