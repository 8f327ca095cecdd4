#include "Rewrites/TypeSpelling.h"

#include "Rewrites/SourceText.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace async {

static std::string print(QualType Type, const ASTContext &AST) {
  PrintingPolicy Policy(AST.getLangOpts());
  Policy.SuppressTagKeyword = true;
  return Type.getAsString(Policy);
}

std::string spellValue(TypeLoc Type, const ASTContext &AST) {
  QualType Value =
      AST.getAdjustedParameterType(Type.getType().getNonReferenceType())
          .getUnqualifiedType();
  // A canonical name of a member of the class would be one of the old class.
  if (const auto *Deduced = Value->getAs<DeducedType>())
    return print(Deduced->getDeducedType().isNull()
                     ? Value
                     : Deduced->getDeducedType().getUnqualifiedType(),
                 AST);
  while (auto Reference = Type.getAs<ReferenceTypeLoc>())
    Type = Reference.getPointeeLoc();
  Type = Type.getUnqualifiedLoc();
  switch (Type.getTypeLocClass()) {
  case TypeLoc::Builtin:
  case TypeLoc::Record:
  case TypeLoc::Enum:
  case TypeLoc::InjectedClassName:
  case TypeLoc::Typedef:
  case TypeLoc::Using:
  case TypeLoc::TemplateSpecialization:
    if (StringRef Text = SourceText(AST).original(Type.getSourceRange());
        !Text.empty())
      return Text.str();
    break;
  default:
    break;
  }
  return print(Value, AST);
}

std::string spellValue(const ParmVarDecl &Parameter, const ASTContext &AST) {
  QualType Type = Parameter.getType().getNonReferenceType();
  if (const auto *Special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
          Type->getAsCXXRecordDecl());
      Special && Special->isInStdNamespace() &&
      Special->getName() == "basic_string_view" &&
      Special->getTemplateArgs()[0].getAsType()->isCharType())
    return "std::string";
  return spellValue(Parameter.getTypeSourceInfo()->getTypeLoc(), AST);
}

std::optional<std::pair<TaskSpelling, std::string>>
spellTask(const FunctionDecl &Function) {
  const ASTContext &AST = Function.getASTContext();
  const SourceText Text(AST);
  FunctionTypeLoc Signature = Function.getFunctionTypeLoc();
  if (!Signature)
    return std::nullopt;
  TypeLoc Written = Signature.getReturnLoc().getUnqualifiedLoc();
  if (auto Special = Written.getAs<TemplateSpecializationTypeLoc>();
      Special && !Special.getBeginLoc().isMacroID() &&
      !Special.getRAngleLoc().isMacroID()) {
    TaskSpelling Task;
    Task.Before = Text.original(SourceRange(Special.getBeginLoc(),
                                            Special.getLAngleLoc()))
                      .str();
    std::string Result = "void";
    std::optional<Span> First;
    if (Special.getNumArgs() != 0) {
      TypeSourceInfo *Argument = Special.getArgLoc(0).getTypeSourceInfo();
      if (!Argument)
        return std::nullopt;
      if (!Argument->getType()->isVoidType())
        Result = spellValue(Argument->getTypeLoc(), AST);
      First = Text.spanOf(Argument->getTypeLoc().getSourceRange());
    }
    if (std::optional<Span> End = Text.spanOf(Special.getRAngleLoc()))
      Task.After =
          First && Special.getNumArgs() > 1
              ? Text.original({First->File, First->End, End->End}).str()
              : ">";
    return std::pair(std::move(Task), std::move(Result));
  }
  // An alias: by the template that it stands for.
  const auto *Special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Function.getReturnType()->getAsCXXRecordDecl());
  if (!Special || Special->getTemplateArgs().size() == 0 ||
      Special->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return std::nullopt;
  return std::pair(
      TaskSpelling{
          Special->getSpecializedTemplate()->getQualifiedNameAsString() + "<",
          ">"},
      print(Special->getTemplateArgs()[0].getAsType(), AST));
}

std::string spellResult(const FunctionDecl &Function) {
  const ASTContext &AST = Function.getASTContext();
  if (Function.getReturnType()->isVoidType())
    return "void";
  if (FunctionTypeLoc Signature = Function.getFunctionTypeLoc())
    return spellValue(Signature.getReturnLoc(), AST);
  return print(Function.getReturnType().getNonReferenceType(), AST);
}

} // namespace async
