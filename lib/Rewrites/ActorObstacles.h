/// \file
/// What keeps a class from becoming an actor.

#ifndef ASYNC_TIDY_REWRITES_ACTOROBSTACLES_H
#define ASYNC_TIDY_REWRITES_ACTOROBSTACLES_H

#include "Rewrites/ActorPlan.h"

namespace async {

/// Classes whose text can't be copied as a whole, and bodies that are elsewhere.
void findObstaclesOfClass(const clang::CXXRecordDecl &Class,
                          const clang::ASTContext &AST,
                          std::vector<Obstacle> &Into);

/// \p Handlers, run one at a time: loops without an end, and those that wait for what
/// only another message can bring about, a change of \p State or a notification.
void findObstaclesOfHandlers(const clang::CXXRecordDecl &Class,
                             llvm::ArrayRef<const clang::FunctionDecl *> Handlers,
                             llvm::ArrayRef<const clang::FieldDecl *> State,
                             Accesses &Summaries, std::vector<Obstacle> &Into);

} // namespace async

#endif // ASYNC_TIDY_REWRITES_ACTOROBSTACLES_H
