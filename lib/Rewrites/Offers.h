/// \file
/// Which rewrites of a translation unit are offered.

#ifndef ASYNC_TIDY_REWRITES_OFFERS_H
#define ASYNC_TIDY_REWRITES_OFFERS_H

#include "Hazards/Hazard.h"
#include "Rewrites/Trial.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include <array>
#include <functional>
#include <optional>

namespace clang {
class FunctionDecl;
class SourceManager;
} // namespace clang

namespace async {

/// How many hazards a unit has, by what they are about, and of which confidence.
class HazardCount {
public:
  void add(const Hazard &H, const clang::FunctionDecl &In);

  /// The functions, by functionKey, in which of at least \p Threshold something is
  /// left that should not be: there are more hazards of a kind than \p Before had
  /// without \p Gone. Also those where \p Before had fewer than \p Gone.
  llvm::StringSet<> worseThan(const HazardCount &Before,
                              const HazardCount &Gone,
                              Confidence Threshold) const;

  /// Tells functions and overloads apart; the same in an edited unit.
  static std::string functionKey(const clang::FunctionDecl &Function);

private:
  using PerLevel = std::array<unsigned, 3>;
  unsigned from(Confidence Threshold, llvm::StringRef Key) const;
  static std::string keyOf(const Hazard &H, const clang::FunctionDecl &In);
  llvm::StringMap<PerLevel> Counts;
};

/// A hazard with its `Rewrites`, and the function that has it.
struct RewriteRequest {
  Hazard H;
  const clang::FunctionDecl *In;
};

/// Keeps the edits that were offered for one unit, so that no two overlap. Once
/// told how, it tries them in memory before they are offered: the unit with them, and
/// with all that were offered before, must compile, must no longer have the
/// hazards, and must have no other ones instead.
class Offers {
public:
  using Census = std::function<HazardCount(clang::ASTContext &)>;

  explicit Offers(const clang::SourceManager &SM) : SM(SM) {}

  bool isTrying() const { return PP != nullptr; }
  /// \p PP read the unit, \p Count counts its hazards and those of an edited one,
  /// of which it has \p Now as it stands.
  void tryWith(const clang::Preprocessor &PP, Census Count, HazardCount Now);

  /// Decides what pick() will say about \p All. Their edits are tried together, and
  /// in parts only where that shows that some do not help. What is still open after
  /// MaxTrials trials in a unit is not offered.
  void plan(llvm::ArrayRef<RewriteRequest> All, Confidence Threshold);
  static constexpr unsigned MaxTrials = 32;

  /// The first of \p Candidates that can be offered for \p H, a hazard of \p In.
  /// What needs no decision comes first. \p Threshold: from which confidence on
  /// hazards are reported.
  std::optional<Rewrite> pick(const Hazard &H, const clang::FunctionDecl &In,
                              llvm::ArrayRef<Rewrite> Candidates,
                              Confidence Threshold);

private:
  /// What the unit is after the edits offered so far.
  struct Taken {
    EditsOfFiles Edits;
    HazardCount Left;
  };
  /// What was asked for, by whom first, and whether it is offered: null while that
  /// is open. A template's instances report the same, and get the same edits; others
  /// would apply them twice.
  struct Answer {
    HazardKind Kind;
    clang::SourceLocation Where;
    std::optional<bool> Offered;
  };
  /// One that may be offered.
  struct Candidate {
    const Hazard *H;
    const clang::FunctionDecl *In;
    Rewrite R;
    Answer *Said;
  };
  /// \returns null if the unit with \p Edits does not compile, or nothing may be
  /// tried any more.
  std::optional<HazardCount> attempt(const EditsOfFiles &Edits);
  /// Takes those of \p Open that help into \p Into.
  void settle(llvm::ArrayRef<Candidate *> Open, Taken &Into,
              Confidence Threshold);
  bool accept(const Hazard &H, const clang::FunctionDecl &In, const Rewrite &R,
              Confidence Threshold);

  const clang::SourceManager &SM;
  const clang::Preprocessor *PP = nullptr;
  Census Count;
  unsigned Trials = 0;
  /// `--fix` applies what needs no decision, `--fix-notes` the rest with it.
  Taken Fixes, WithNotes;
  std::map<std::string, Answer> Known;
};

} // namespace async

#endif // ASYNC_TIDY_REWRITES_OFFERS_H
