#include "Facts/TaskStarters.h"

#include "Facts/FunctionGenerator.h"

using namespace clang;

namespace async {

bool mayStartTasks(const FunctionDecl &Function, const Unit &TheUnit) {
  bool Found = false;
  forEachStmt(getUserBody(Function), [&](const Stmt *S) {
    if (Found)
      return;
    if (const auto *Call = dyn_cast<CallExpr>(S))
      Found = Call->isPRValue() && TheUnit.Tasks.isTask(Call->getType());
    else if (const auto *Address = dyn_cast<UnaryOperator>(S))
      Found = Address->getOpcode() == UO_AddrOf &&
              Address->getType()->isMemberFunctionPointerType();
    else
      Found = isa<LambdaExpr>(S);
  });
  return Found;
}

} // namespace async
