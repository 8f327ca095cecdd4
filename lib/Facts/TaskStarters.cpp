#include "Facts/TaskStarters.h"

#include "Facts/FunctionGenerator.h"
#include "Facts/Initializers.h"

using namespace clang;

namespace async {

bool mayStartTasks(const FunctionDecl &Function, const Unit &TheUnit) {
  bool Found = false;
  auto Look = [&](const Stmt *S) {
    if (Found)
      return;
    if (const auto *Call = dyn_cast<CallExpr>(S))
      Found = Call->isPRValue() && TheUnit.Tasks.isTask(Call->getType());
    else if (const auto *Address = dyn_cast<UnaryOperator>(S))
      Found = Address->getOpcode() == UO_AddrOf &&
              Address->getType()->isMemberFunctionPointerType();
    else
      Found = isa<LambdaExpr>(S);
  };
  forEachInitializer(Function, [&](const Expr &E) { forEachStmt(&E, Look); });
  forEachStmt(getUserBody(Function), Look);
  return Found;
}

} // namespace async
