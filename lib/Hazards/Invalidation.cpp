#include "Hazards/Invalidation.h"

#include "Models/NameIndex.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace async {

std::string operationName(const Access &A) {
  if (!A.Callee) {
    // `x = std::move(member)`
    if (A.How == WriteFact::Form::Taken)
      return "move";
    return A.How == WriteFact::Form::Assign ? "operator=" : "operator+=";
  }
  llvm::SmallString<32> Storage;
  StringRef Name = simpleName(*A.Callee, Storage);
  // [utility.exchange]: what was there is moved out.
  return (Name == "exchange" ? "move" : Name).str();
}

static Danger dangerFromRow(HolderKind Kind, InvalidationSet Row) {
  Invalidation Mine = Invalidation::References;
  switch (Kind) {
  case HolderKind::Iterator:
    Mine = Invalidation::Iterators;
    break;
  case HolderKind::End:
    Mine = Invalidation::End;
    break;
  case HolderKind::Reference:
    Mine = Invalidation::References;
    break;
  case HolderKind::View:
    Mine = Invalidation::Views;
    break;
  }
  if (Row.has(Invalidation::Everything) || Row.has(Mine))
    return Danger::Certain;
  if (Row.has(Invalidation::Elsewhere))
    return Danger::Elsewhere;
  if (Row.has(Invalidation::Erased) &&
      (Kind == HolderKind::Iterator || Kind == HolderKind::Reference))
    return Danger::Erased;
  return Danger::None;
}

Danger dangerTo(const Dependency &D, const Access &A) {
  if (!A.writes() || !A.Place->contains(*D.Of))
    return Danger::None;
  std::string Name = operationName(A);
  bool Assigns = Name == "operator=" || Name == "move";
  // The whole object is replaced; what it is an element of has its own rules.
  for (const Path *P = D.Of; P != A.Place; P = P->parent())
    if (P->step() != Path::Step::Field || !Assigns)
      return Danger::None;
  if (!D.Type)
    return A.Op == Operation::Index ? Danger::None : Danger::Unknown;
  if (Name == "move")
    return Danger::Elsewhere;
  auto Row = D.Type->Invalidates.find(Name);
  if (Row == D.Type->Invalidates.end() && Name == "operator=" &&
      A.Value.K == Constant::Kind::Null)
    Row = D.Type->Invalidates.find("reset");
  if (Row == D.Type->Invalidates.end())
    return Danger::None;
  Danger What = dangerFromRow(D.Kind, Row->second);
  // Which element of an enclosing container is meant is not known.
  if (What == Danger::Certain)
    for (const Path *P = D.Of; P; P = P->parent())
      if (P->step() == Path::Step::Element)
        return Danger::Erased;
  return What;
}

} // namespace async
