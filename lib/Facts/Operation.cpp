#include "Facts/Operation.h"
#include "Facts/Variants.h"
#include "Support/ClangCompat.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace async {

bool isRead(Operation Op) {
  switch (Op) {
  case Operation::Examine:
  case Operation::IsEmpty:
  case Operation::Contains:
  case Operation::HasValue:
  case Operation::Find:
  case Operation::Iterate:
  case Operation::NeedsElement:
  case Operation::Dereference:
    return true;
  default:
    return false;
  }
}

bool isWrite(Operation Op) {
  switch (Op) {
  case Operation::Index:
  case Operation::Grows:
  case Operation::Shrinks:
  case Operation::Pops:
  case Operation::Replaces:
  case Operation::Rearranges:
    return true;
  default:
    return false;
  }
}

/// Associative containers are those that have a key_type
/// ([associative.reqmts]/7).
static bool hasKeys(const CXXRecordDecl &Class) {
  for (const Decl *D : Class.decls())
    if (const auto *Type = dyn_cast<TypedefNameDecl>(D))
      if (Type->getName() == "key_type")
        return true;
  return false;
}

static Operation classifyOperator(const CXXMethodDecl &Method) {
  switch (Method.getOverloadedOperator()) {
  case OO_Arrow:
  case OO_Star:
    return Operation::Dereference;
  case OO_Subscript:
    return !Method.isConst() && hasKeys(*Method.getParent())
               ? Operation::Index
               : Operation::NeedsElement;
  case OO_Equal:
    return Operation::Replaces;
  default:
    return Method.isConst() ? Operation::Examine : Operation::Unknown;
  }
}

Operation classify(const FunctionDecl &Function) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  if (!Method || Method->isStatic())
    return Operation::Unknown;
  if (const auto *Conversion = dyn_cast<CXXConversionDecl>(Method))
    return Conversion->getConversionType()->isBooleanType()
               ? Operation::HasValue
               : Operation::Examine;
  if (Method->isOverloadedOperator())
    return classifyOperator(*Method);
  if (!Method->getDeclName().isIdentifier())
    return Operation::Unknown;
  Operation Op = StringSwitch<Operation>(Method->getName())
#define ASYNC_OPERATION(NAME, OPERATION) .Case(NAME, Operation::OPERATION)
#include "Facts/OperationNames.def"
                     .Default(Operation::Unknown);
  if (Op == Operation::Unknown && Method->isConst())
    return Operation::Examine;
  return Op;
}

/// What a container's member function does to another container that it is given.
static Operation classifyOther(const CXXMethodDecl &Method, unsigned Index) {
  if (Method.isStatic() || Index >= Method.getNumParams())
    return Operation::Unknown;
  // Only what it may change; a node or an iterator is no container.
  QualType Type = Method.getParamDecl(Index)->getType();
  if (!Type->isReferenceType() || Type->getPointeeType().isConstQualified() ||
      !Type->getPointeeType()->isRecordType())
    return Operation::Unknown;
  return StringSwitch<Operation>(Method.getName())
      // [container.reqmts]
      .Case("swap", Operation::Replaces)
      // [list.ops], [associative.reqmts.general], [unord.req.general]
      .Cases({"merge", "splice", "splice_after"}, Operation::Shrinks)
      .Default(Operation::Unknown);
}

Operation classifyArgument(const FunctionDecl &Function, unsigned Index) {
  if (!Function.getDeclName().isIdentifier())
    return Operation::Unknown;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Function))
    return classifyOther(*Method, Index);
  if (!Function.isInStdNamespace())
    return Operation::Unknown;
  if (isVariantGet(Function))
    return Operation::NeedsElement;
  return StringSwitch<Operation>(Function.getName())
      // [variant.get]
      .Cases({"holds_alternative", "get_if"}, Operation::Examine)
      // [utility.exchange], [utility.swap]
      .Case("exchange", Index == 0 ? Operation::Replaces : Operation::Unknown)
      .Case("swap", Operation::Replaces)
      // [vector.erasure] and its like for the other containers.
      .Cases({"erase", "erase_if"},
             Index == 0 ? Operation::Shrinks : Operation::Unknown)
      .Default(Operation::Unknown);
}

bool isArithmetic(const CallExpr &E) {
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E);
  if (!Operator || E.getNumArgs() != 2)
    return false;
  switch (Operator->getOperator()) {
  case OO_Plus:
  case OO_Minus:
  case OO_Star:
  case OO_Slash:
  case OO_Percent:
  case OO_Amp:
  case OO_Pipe:
  case OO_Caret:
    return true;
  default:
    return false;
  }
}

} // namespace async
