/// \file
/// What the fact generators of one translation unit share.

#ifndef ASYNC_TIDY_FACTS_UNIT_H
#define ASYNC_TIDY_FACTS_UNIT_H

#include "Coroutine/Suspension.h"
#include "Coroutine/TaskTypes.h"
#include "Facts/LockTypes.h"
#include "Facts/Path.h"
#include "Models/Models.h"
#include <memory>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace async {

struct Unit {
  Unit(clang::ASTContext &AST, std::shared_ptr<const Models> Library,
       llvm::ArrayRef<std::string> ExtraLockTypes)
      : AST(AST), Library(std::move(Library)), Suspensions(*this->Library),
        Tasks(*this->Library), Locks(*this->Library, ExtraLockTypes) {}

  clang::ASTContext &AST;
  std::shared_ptr<const Models> Library;
  SuspensionPoints Suspensions;
  TaskTypes Tasks;
  LockTypes Locks;
  PathFactory Paths;
};

} // namespace async

#endif // ASYNC_TIDY_FACTS_UNIT_H
