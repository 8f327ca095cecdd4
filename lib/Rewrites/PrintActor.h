/// \file
/// A planned actor as the text of a header.

#ifndef ASYNC_TIDY_REWRITES_PRINTACTOR_H
#define ASYNC_TIDY_REWRITES_PRINTACTOR_H

#include "Rewrites/ClassCopy.h"

namespace async {

/// The header for \p Plan, to lie beside the main file. \p Prologue has the directives of
/// that file which it needs as well. Nothing if there are \p Obstacles.
std::optional<SuggestedHeader>
printActor(const ActorPlan &Plan, const std::vector<std::string> &Prologue,
           std::vector<Obstacle> &Obstacles);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_PRINTACTOR_H
