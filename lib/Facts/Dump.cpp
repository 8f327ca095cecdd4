#include "Facts/Dump.h"

#include "Models/Vocabulary.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace async {
namespace {

StringRef nameOf(Fact::Kind K) {
  switch (K) {
#define ASYNC_FACT(KIND)                                                       \
  case Fact::Kind::KIND:                                                       \
    return #KIND;
#include "Facts/FactKinds.def"
  }
  return "";
}

struct Printer {
  raw_ostream &OS;

  void place(const Path *Place) {
    std::string Name = Place ? Place->spelling() : "";
    OS << ' ' << (Name.empty() ? "?" : Name);
  }
  void print(const ReadFact &F) { place(&F.Place); }
  void print(const WriteFact &F) { place(&F.Place); }
  void print(const SuspendFact &F) {
    if (F.Awaited && !F.Awaited->spelling().empty())
      place(F.Awaited);
  }
  void print(const ReturnFact &F) {
    if (F.Place)
      place(F.Place);
  }
  void print(const ClosureFact &F) {
    OS << (F.Place ? "" : " of a function");
    for (const Binding &B : F.Captures) {
      OS << (B.Copied ? " copies" : " captures");
      place(B.Outside);
    }
  }
  void print(const ReleaseFact &F) { place(&F.Owner); }
  void print(const EndFact &F) { place(&F.Place); }
  void print(const TransferFact &F) {
    place(&F.From);
    OS << " to";
    place(&F.To);
  }
  void print(const CallFact &F) {
    OS << ' ' << (F.Callee ? F.Callee->getNameAsString() : "?");
    if (F.Object) {
      OS << " on";
      place(F.Object);
    }
    bool Any = any_of(F.Arguments, [](const Path *P) { return P != nullptr; });
    if (Any)
      OS << " with";
    for (const Path *Argument : F.Arguments)
      if (Any)
        place(Argument);
  }
  void print(const BindFact &F) {
    static constexpr StringRef Forms[] = {"",        " loop", " parameter",
                                          " operand", " awaited", " lent",
                                          " captured", " given"};
    static constexpr StringRef Kinds[] = {"iterator", "end", "reference",
                                          "view"};
    place(&F.Holder);
    OS << Forms[static_cast<unsigned>(F.How)];
    for (const Dependency &D : F.Into) {
      OS << (&D == F.Into.begin() ? " as " : ", ")
         << Kinds[static_cast<unsigned>(D.Kind)] << " into";
      place(D.Of);
    }
  }
  void print(const UseFact &F) { place(&F.Holder); }
  void print(const BlockFact &F) {
    OS << ' ' << (F.Callee ? F.Callee->getNameAsString() : "loop");
    if (F.Object) {
      OS << " on";
      place(F.Object);
    }
    OS << " for " << spell(F.Reason) << (F.InLoop ? " in a loop" : "");
  }
  void print(const SettleFact &F) { place(&F.Place); }
  void print(const MoveFact &F) { OS << (F.OntoLoop ? " back" : " away"); }
  void print(const ChannelFact &F) {
    static constexpr StringRef Names[] = {" push", " pop", " escape"};
    OS << Names[static_cast<unsigned>(F.How)];
    place(&F.Place);
  }
  void print(const AcquireFact &F) {
    place(&F.Owner);
    OS << " locks";
    for (const Path *Lock : F.Locks)
      place(Lock);
    if (F.Locks.empty())
      OS << " ?";
    if (F.Result == AcquireFact::Outcome::Maybe)
      OS << " maybe";
    if (F.Adopts)
      OS << " adopts";
    if (F.World == LockWorld::Async)
      OS << " async";
  }
  void print(const RequestFact &F) {
    static constexpr StringRef Names[] = {"dropped", "never awaited",
                                          "guard dropped", "empty scope"};
    place(F.Lock);
    OS << ' ' << Names[static_cast<unsigned>(F.What)];
  }
  void print(const BranchFact &F) {
    if (F.State && F.State.K != Predicate::Kind::Unknown) {
      static constexpr StringRef Names[] = {
          "unknown", "has value", "is empty", "contains", "equals", "above",
          "below"};
      OS << " on" << (F.State.Negated ? " not " : " ")
         << Names[static_cast<unsigned>(F.State.K)];
      place(F.State.Subject);
    }
    if (!F.Lock)
      return;
    OS << (F.Lock.Negated ? " not" : "");
    OS << (F.Lock.Tried ? " got" : " owns");
    place(F.Lock.Tried ? &F.Lock.Tried->Owner : F.Lock.Owner);
  }
};

} // namespace

void dumpFact(const Fact &F, const SourceManager &SM, raw_ostream &OS) {
  SourceLocation At = SM.getExpansionLoc(F.range().getBegin());
  OS << SM.getSpellingLineNumber(At) << ':' << SM.getSpellingColumnNumber(At)
     << ' ' << nameOf(F.kind());
  Printer P{OS};
  switch (F.kind()) {
#define ASYNC_FACT(KIND)                                                       \
  case Fact::Kind::KIND:                                                       \
    P.print(cast<KIND##Fact>(F));                                              \
    break;
#include "Facts/FactKinds.def"
  }
}

void dumpFacts(const FunctionFacts &Facts, const SourceManager &SM,
               raw_ostream &OS, llvm::function_ref<void(const Fact &)> Extra) {
  OS << Facts.function().getQualifiedNameAsString() << ": "
     << Facts.suspensions() << " suspension points\n";
  const CFG &Graph = Facts.graph();
  PostOrderCFGView Order(&Graph);
  for (const CFGBlock *Block : Order) {
    OS << "  block " << Block->getBlockID();
    if (Block == &Graph.getEntry())
      OS << " (entry)";
    if (Block == &Graph.getExit())
      OS << " (exit)";
    OS << " ->";
    for (const CFGBlock::AdjacentBlock &Next : Block->succs())
      if (const CFGBlock *Successor = Next.getReachableBlock())
        OS << ' ' << Successor->getBlockID();
    OS << '\n';
    for (const Fact *F : Facts.in(*Block)) {
      OS << "    ";
      dumpFact(*F, SM, OS);
      if (Extra)
        Extra(*F);
      OS << '\n';
    }
  }
}

} // namespace async
