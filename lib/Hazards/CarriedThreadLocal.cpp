#include "Hazards/CarriedThreadLocal.h"

#include "clang/AST/Decl.h"

using namespace clang;

namespace async {

bool isThreadLocal(const Path &Place) {
  const Path &Base = Place.base();
  const auto *Variable = Base.step() == Path::Step::Global
                             ? dyn_cast<VarDecl>(Base.decl())
                             : nullptr;
  return Variable && Variable->getTLSKind() != VarDecl::TLS_None;
}

namespace {

struct Sited {
  const CFGBlock *Block;
  const Fact *At;
};

/// The same holder is bound, or the same place is raised.
bool isSame(const Fact &A, const Fact &B) {
  if (const auto *Bind = dyn_cast<BindFact>(&A))
    return isa<BindFact>(B) && &Bind->Holder == &cast<BindFact>(B).Holder;
  const auto *Up = dyn_cast<WriteFact>(&A);
  const auto *Other = dyn_cast<WriteFact>(&B);
  return Up && Other && Up->How == Other->How && &Up->Place == &Other->Place;
}

class Finder {
public:
  Finder(const FunctionFacts &Facts, Placements &Places,
         std::vector<MixingHazard> &Into)
      : Facts(Facts), Places(Places), Into(Into) {
    for (const CFGBlock *Block : Facts.graph())
      for (const Fact *F : Facts.in(*Block))
        All.push_back({Block, F});
  }

  void run();

private:
  using Carry = MixingHazard::Carry;
  void relate(const Sited &Before, const Sited &After, const Path &Place,
              Carry How);
  void written(const Sited &Now, const WriteFact &Write);
  const Sited *find(const Fact *F) const {
    auto It = llvm::find_if(All, [&](const Sited &S) { return S.At == F; });
    return It == All.end() ? nullptr : &*It;
  }

  const FunctionFacts &Facts;
  Placements &Places;
  std::vector<MixingHazard> &Into;
  std::vector<Sited> All;
};

/// Reports if \p After is executed on another thread than \p Before.
void Finder::relate(const Sited &Before, const Sited &After, const Path &Place,
                    Carry How) {
  Site Then = Places.of(Facts.function(), *Before.At);
  Site Now = Places.of(Facts.function(), *After.At);
  if (!areParallel(Then, Now) ||
      !Facts.follows(*Before.At, *After.At))
    return;
  // Made, or raised, anew on the way.
  for (const Sited &S : All)
    if (S.At != Before.At && isSame(*S.At, *Before.At) &&
        Facts.follows(*S.At, *After.At) &&
        !reaches(Facts, *Before.At, *After.At, S.At))
      return;
  const Fact *Between = nullptr;
  for (const Sited &S : All)
    if (isa<SuspendFact>(S.At) && !Between &&
        reaches(Facts, *Before.At, *S.At, After.At) &&
        reaches(Facts, *S.At, *After.At, Before.At) &&
        !reaches(Facts, *Before.At, *After.At, S.At))
      Between = S.At;
  if (!Between)
    return;
  for (const MixingHazard &Known : Into)
    if (Known.Primary == After.At->range())
      return;
  MixingHazard H;
  H.Kind = HazardKind::ThreadMixing;
  // Resumed by a pool, it may be the same thread by chance.
  H.Level = Then == Now ? Confidence::Possible : Confidence::Likely;
  H.Primary = After.At->range();
  H.Subjects.push_back(&Place);
  H.Carried = How;
  H.Before = Before.At->range();
  H.Moves = Between->range();
  Into.push_back(std::move(H));
}

void Finder::written(const Sited &Now, const WriteFact &Write) {
  if (Write.How == WriteFact::Form::Decrease)
    for (const Sited &S : All)
      if (const auto *Up = dyn_cast<WriteFact>(S.At);
          Up && Up->How == WriteFact::Form::Increase &&
          &Up->Place == &Write.Place)
        relate(S, Now, Write.Place, Carry::Balance);
  auto From = [&](const Fact *Source) {
    const auto *Read = dyn_cast<ReadFact>(Source);
    if (Read && &Read->Place == &Write.Place)
      if (const Sited *S = find(Read))
        relate(*S, Now, Write.Place, Carry::Value);
    return Read;
  };
  for (const Fact *Source : Write.From) {
    const ReadFact *Read = From(Source);
    if (!Read || Read->Place.step() != Path::Step::Variable)
      continue;
    // Through a local: `const int old = depth; ... depth = old;`
    for (const Sited &S : All)
      if (const auto *Copy = dyn_cast<WriteFact>(S.At);
          Copy && &Copy->Place == &Read->Place)
        for (const Fact *Inner : Copy->From)
          From(Inner);
  }
}

void Finder::run() {
  for (const Sited &S : All) {
    if (const auto *Write = dyn_cast<WriteFact>(S.At);
        Write && isThreadLocal(Write->Place))
      written(S, *Write);
    const auto *Bind = dyn_cast<BindFact>(S.At);
    if (!Bind || Bind->How != BindFact::Form::Local)
      continue;
    for (const Dependency &D : Bind->Into)
      if (isThreadLocal(*D.Of))
        for (const Sited &Use : All)
          if (const auto *Needs = dyn_cast<UseFact>(Use.At);
              Needs && &Needs->Holder == &Bind->Holder)
            relate(S, Use, *D.Of, Carry::Holder);
  }
}

} // namespace

void findCarried(const FunctionFacts &Facts, Placements &Places,
                 std::vector<MixingHazard> &Into) {
  if (Facts.suspensions() != 0)
    Finder(Facts, Places, Into).run();
}

} // namespace async
