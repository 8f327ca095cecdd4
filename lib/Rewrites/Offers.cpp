#include "Rewrites/Offers.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Tooling/Core/Replacement.h"

using namespace clang;

namespace async {

std::string HazardCount::functionKey(const FunctionDecl &Function) {
  return Function.getQualifiedNameAsString() + " " +
         Function.getType().getAsString();
}

std::string HazardCount::keyOf(const Hazard &H, const FunctionDecl &In) {
  std::string Key = functionKey(In) + "\n" +
                    std::to_string(static_cast<unsigned>(H.Kind));
  for (const Path *Subject : H.Subjects)
    Key += " " + Subject->spelling();
  return Key;
}

void HazardCount::add(const Hazard &H, const FunctionDecl &In) {
  ++Counts[keyOf(H, In)][static_cast<unsigned>(H.Level)];
}

unsigned HazardCount::from(Confidence Threshold, StringRef Key) const {
  auto It = Counts.find(Key);
  unsigned Sum = 0;
  if (It != Counts.end())
    for (auto Level = static_cast<unsigned>(Threshold);
         Level < It->second.size(); ++Level)
      Sum += It->second[Level];
  return Sum;
}

llvm::StringSet<> HazardCount::worseThan(const HazardCount &Before,
                                         const HazardCount &Gone,
                                         Confidence Threshold) const {
  llvm::StringSet<> Worse;
  auto Compare = [&](const HazardCount &Of) {
    for (StringRef Key : Of.Counts.keys())
      if (from(Threshold, Key) + Gone.from(Threshold, Key) >
          Before.from(Threshold, Key))
        Worse.insert(Key.split('\n').first);
  };
  Compare(*this);
  Compare(Gone);
  return Worse;
}

void Offers::tryWith(const Preprocessor &Read, Census How, HazardCount Now) {
  PP = &Read;
  Count = std::move(How);
  Fixes.Left = Now;
  WithNotes.Left = std::move(Now);
}

/// An insertion where a replacement begins makes one edit of the two.
static void joinEdits(Rewrite &R, const SourceManager &SM) {
  SmallVector<FixItHint, 4> Joined;
  auto IsInsertion = [](const FixItHint &Edit) {
    return Edit.RemoveRange.getBegin() == Edit.RemoveRange.getEnd() &&
           Edit.RemoveRange.isCharRange();
  };
  for (const FixItHint &Edit : R.Edits) {
    auto Same = llvm::find_if(Joined, [&](const FixItHint &Other) {
      return Other.RemoveRange.getBegin() == Edit.RemoveRange.getBegin() &&
             (IsInsertion(Other) || IsInsertion(Edit));
    });
    if (Same == Joined.end()) {
      Joined.push_back(Edit);
      continue;
    }
    std::string Text = Same->CodeToInsert + Edit.CodeToInsert;
    if (IsInsertion(Edit) && !IsInsertion(*Same))
      Text = Edit.CodeToInsert + Same->CodeToInsert;
    if (IsInsertion(*Same))
      *Same = Edit;
    Same->CodeToInsert = Text;
  }
  R.Edits.assign(Joined.begin(), Joined.end());
}

/// Adds \p R's edits. \returns false if one overlaps with what is there.
static bool addEdits(const Rewrite &R, const SourceManager &SM,
                     const LangOptions &Language, EditsOfFiles &Into) {
  for (const FixItHint &Hint : R.Edits) {
    SourceLocation Begin = Hint.RemoveRange.getBegin();
    if (!Begin.isValid() || Begin.isMacroID() ||
        Hint.RemoveRange.getEnd().isMacroID() || SM.isInSystemHeader(Begin))
      return false;
    tooling::Replacement Edit(SM, Hint.RemoveRange, Hint.CodeToInsert,
                              Language);
    if (!Edit.isApplicable())
      return false;
    if (llvm::Error Overlap = Into[Edit.getFilePath().str()].add(Edit)) {
      llvm::consumeError(std::move(Overlap));
      return false;
    }
  }
  return true;
}

std::optional<HazardCount> Offers::attempt(const EditsOfFiles &Edits) {
  HazardCount After;
  if (Trials == MaxTrials)
    return std::nullopt;
  ++Trials;
  if (!tryEdits(*PP, Edits, [&](ASTContext &AST) { After = Count(AST); }))
    return std::nullopt;
  return After;
}

void Offers::settle(ArrayRef<Candidate *> Open, Taken &Into,
                    Confidence Threshold) {
  Taken Next = Into;
  HazardCount Gone;
  SmallVector<Candidate *> Fitting;
  for (Candidate *C : Open) {
    EditsOfFiles With = Next.Edits;
    if (!addEdits(C->R, SM, C->In->getASTContext().getLangOpts(), With))
      continue;
    Next.Edits = std::move(With);
    Gone.add(*C->H, *C->In);
    Fitting.push_back(C);
  }
  if (Fitting.empty() || Trials == MaxTrials)
    return;
  std::optional<HazardCount> After = attempt(Next.Edits);
  llvm::StringSet<> Worse;
  if (After)
    Worse = After->worseThan(Into.Left, Gone, Threshold);
  if (After && Worse.empty()) {
    for (Candidate *C : Fitting)
      C->Said->Offered = true;
    Into = {std::move(Next.Edits), std::move(*After)};
    return;
  }
  if (Fitting.size() == 1)
    return;

  // Edits of one function seldom matter to another one. So those in good
  // functions go on together, and those of each bad one one after the other.
  llvm::StringMap<unsigned> Place;
  SmallVector<SmallVector<Candidate *>, 2> Turns;
  SmallVector<Candidate *> Good;
  for (Candidate *C : Fitting) {
    std::string In = HazardCount::functionKey(*C->In);
    if (!Worse.contains(In)) {
      Good.push_back(C);
      continue;
    }
    unsigned Turn = Place[In]++;
    if (Turn == Turns.size())
      Turns.emplace_back();
    Turns[Turn].push_back(C);
  }
  if (Turns.empty()) {
    ArrayRef<Candidate *> All(Fitting);
    settle(All.take_front(All.size() / 2), Into, Threshold);
    settle(All.drop_front(All.size() / 2), Into, Threshold);
    return;
  }
  settle(Good, Into, Threshold);
  for (ArrayRef<Candidate *> Turn : Turns) {
    SmallVector<Candidate *> Again;
    for (Candidate *C : Turn)
      // Alone in its function it did not help.
      if (Place[HazardCount::functionKey(*C->In)] > 1)
        Again.push_back(C);
    settle(Again, Into, Threshold);
  }
}

/// What \p Edits do, as text.
static std::string spell(ArrayRef<FixItHint> Edits) {
  std::string Text;
  for (const FixItHint &Edit : Edits)
    Text += std::to_string(Edit.RemoveRange.getBegin().getRawEncoding()) + "-" +
            std::to_string(Edit.RemoveRange.getEnd().getRawEncoding()) + ":" +
            Edit.CodeToInsert + "\n";
  return Text;
}

void Offers::plan(ArrayRef<RewriteRequest> All, Confidence Threshold) {
  SmallVector<bool> IsDone(All.size());
  for (bool Decides : {false, true}) {
    SmallVector<size_t> Position(All.size());
    std::vector<Candidate> Round;
    do {
      Round.clear();
      for (const auto &[I, Request] : llvm::enumerate(All)) {
        const Hazard &H = Request.H;
        for (; !IsDone[I] && Position[I] != H.Rewrites.size(); ++Position[I]) {
          Rewrite R = H.Rewrites[Position[I]];
          if (R.NeedsDecision != Decides || R.Edits.empty())
            continue;
          joinEdits(R, SM);
          SourceLocation Where = H.Primary.getBegin();
          auto [It, IsNew] =
              Known.try_emplace(spell(R.Edits), Answer{H.Kind, Where, {}});
          Answer &Said = It->second;
          if (IsNew)
            Round.push_back({&H, Request.In, std::move(R), &Said});
          if (Said.Kind != H.Kind || Said.Where != Where)
            continue;
          IsDone[I] = Said.Offered.value_or(false);
          if (!Said.Offered)
            break;
        }
      }
      SmallVector<Candidate *> Open(llvm::make_pointer_range(Round));
      settle(Open, Decides ? WithNotes : Fixes, Threshold);
      for (Candidate &C : Round)
        if (!C.Said->Offered)
          C.Said->Offered = false;
    } while (!Round.empty());
    if (!Decides)
      WithNotes = Fixes;
  }
}

bool Offers::accept(const Hazard &H, const FunctionDecl &In, const Rewrite &R,
                    Confidence Threshold) {
  const LangOptions &Language = In.getASTContext().getLangOpts();
  Taken Next = R.NeedsDecision ? WithNotes : Fixes;
  EditsOfFiles Together = WithNotes.Edits;
  if (!addEdits(R, SM, Language, Next.Edits) ||
      !addEdits(R, SM, Language, Together))
    return false;
  std::optional<HazardCount> After = HazardCount();
  if (PP) {
    HazardCount Gone;
    Gone.add(H, In);
    After = attempt(Next.Edits);
    if (!After || !After->worseThan(Next.Left, Gone, Threshold).empty())
      return false;
    Next.Left = *After;
    if (!R.NeedsDecision && Together != Next.Edits) {
      After = attempt(Together);
      if (!After)
        return false;
    }
  }
  if (!R.NeedsDecision)
    Fixes = std::move(Next);
  WithNotes = {std::move(Together), std::move(*After)};
  return true;
}

std::optional<Rewrite> Offers::pick(const Hazard &H, const FunctionDecl &In,
                                    ArrayRef<Rewrite> Candidates,
                                    Confidence Threshold) {
  for (bool Decides : {false, true})
    for (const Rewrite &Candidate : Candidates) {
      if (Candidate.NeedsDecision != Decides || Candidate.Edits.empty())
        continue;
      Rewrite R = Candidate;
      joinEdits(R, SM);
      auto [It, IsNew] = Known.try_emplace(
          spell(R.Edits), Answer{H.Kind, H.Primary.getBegin(), {}});
      Answer &Said = It->second;
      if (IsNew)
        Said.Offered = accept(H, In, R, Threshold);
      if (*Said.Offered && Said.Kind == H.Kind &&
          Said.Where == H.Primary.getBegin())
        return R;
    }
  return std::nullopt;
}

} // namespace async
