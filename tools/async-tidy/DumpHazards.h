/// \file
/// `--dump=hazards`: what the analyses find in each function, before any check chooses
/// what to report and how to say it.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_DUMPHAZARDS_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_DUMPHAZARDS_H

namespace clang {
class ASTContext;
} // namespace clang
namespace llvm {
class raw_ostream;
} // namespace llvm

namespace async {

/// Prints the hazards of all functions of \p AST that checks are asked about, those
/// that have any, in the order of the unit:
///
///     bank::withdraw:
///       12:5 stale-state definite balance_
///         10:9 seen
///         17:5 meanwhile in deposit
///         11:5 suspension
///
/// A hazard's line has its place, the check that would report it, the confidence and
/// the places it is about; below stand the corners of the triple and the steps. Hazards
/// of a function are sorted by place.
void dumpHazards(clang::ASTContext &AST, llvm::raw_ostream &OS);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_DUMPHAZARDS_H
