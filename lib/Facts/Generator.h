/// \file
/// From a function definition to its facts: the one place that reads the AST
/// of a body.

#ifndef ASYNC_TIDY_FACTS_GENERATOR_H
#define ASYNC_TIDY_FACTS_GENERATOR_H

#include "Facts/FunctionFacts.h"
#include "Facts/Unit.h"

namespace async {

/// Why a function has no facts.
enum class SkipReason : uint8_t {
  None,
  /// A template pattern; its instantiations are analysed.
  Dependent,
  /// Clang could not build a CFG.
  NoGraph,
  /// More CFG blocks than the limit.
  TooLarge,
};
inline constexpr unsigned NumSkipReasons = 4;

/// Beyond this number of CFG blocks a function is skipped, and counted. The
/// largest of 1,556 coroutines of eight code bases had 625.
inline constexpr unsigned MaxBlocks = 16000;

/// \returns the facts of \p Function, which must have a body; null, with
/// \p Reason set, if it is skipped. Facts come in the order in which clang
/// executes them, [expr.ass]/1 and [expr.call]/8 included. An await that is
/// known never to suspend makes no Suspend fact.
std::unique_ptr<FunctionFacts>
generateFacts(const clang::FunctionDecl &Function, Unit &TheUnit,
              SkipReason &Reason);

} // namespace async

#endif // ASYNC_TIDY_FACTS_GENERATOR_H
