/// \file
/// How code after a suspension relies on what was seen before it.

#ifndef ASYNC_TIDY_HAZARDS_RELIANCE_H
#define ASYNC_TIDY_HAZARDS_RELIANCE_H

#include "Sharing/Access.h"
#include <optional>

namespace async {

/// What code after the suspension does that relies on what was seen before it.
enum class Reliance : uint8_t {
  /// Writes a value computed from an earlier one.
  LostUpdate,
  /// Changes what it checked.
  CheckedThenChanged,
  /// Uses what it checked: goes through the pointer, takes the element.
  CheckedThenUsed,
  /// Looks up, and adds if missing, a key that was there before.
  AddsAgain,
  /// Completes an entry that others could see unfinished.
  CompletesLate,
  /// Sets what it had set before, without asking what became of it.
  SetsAgain,
  /// Takes out an entry of the key that it had added, whoever's it is by now.
  GivesUpUnasked,
  /// Empties what it had passed on, with all that was added since.
  DropsUnseen,
  /// Counts itself only after it was suspended; who asks before sees nothing.
  CountsLate,
  /// Reads back what it had set, as if nobody else had.
  ReadsBack,
  /// Stores elsewhere what it had read.
  FeedsOthers,
  /// Takes away, at one end of a container, what need not be the element that it
  /// had looked at there.
  TakesOther,
  /// Was woken, and does not ask whether what it waited for is there.
  WokenUnasked,
  /// Cleared a container, and fills it again one wait at a time.
  RefillsPiecemeal,
  /// Takes all of a container for what it had passed on.
  SkipsUnseen,
  /// Adds to those who are told what is added to a container, after it had passed
  /// that on.
  JoinsLate,
  /// Took the content out, and is done with it only now, while others wait for the
  /// container to be empty.
  DoneLate,
  /// Goes by a copy of what it had read.
  DecidesStale,
  /// Takes elements up to a size that it had read.
  CountsOnSize,
  /// Sets the second of two members that others read together.
  CompletesHalf,
  /// Builds on a member that others give up together with the one it checked.
  ChangesCompanion,
};

/// True for what is a hazard only sometimes, as a snapshot can be meant: for an
/// audit, whatever the witness.
inline bool isAudit(Reliance How) {
  return How == Reliance::FeedsOthers || How == Reliance::DecidesStale ||
         How == Reliance::CompletesHalf || How == Reliance::GivesUpUnasked;
}

/// try_emplace(key): adds an entry whose value is to follow.
bool isBlankEntry(const CallFact &Call);

/// What the access \p A relies on if \p P held before the suspension; nothing
/// if it does the same whether P still holds or not.
std::optional<Reliance> relianceOn(const Predicate &P, const Access &A);

/// True if the element that operator[], the call \p Index, gives is assigned: that it was missing
/// makes no difference then.
bool isAssignedNext(const FunctionFacts &Facts, const clang::CFGBlock &Start,
                    const Fact &Index, const Path &Container);

} // namespace async

#endif // ASYNC_TIDY_HAZARDS_RELIANCE_H
