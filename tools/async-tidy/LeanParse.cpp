#include "LeanParse.h"

#include "Facts/LibraryBodies.h"
#include "Support/ClangCompat.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Type.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/ExternalSemaSource.h"
#include "clang/Sema/Sema.h"
#include "clang/Sema/SemaConsumer.h"
#include "llvm/ADT/DenseMap.h"

#include <vector>

using namespace clang;

namespace async {
namespace {

/// What types and templates have to do with the project.
class Involvement {
public:
  explicit Involvement(const SourceManager &SM) : SM(SM) {}

  bool isLibrary(const Decl &D) const {
    return SM.isInSystemHeader(D.getLocation());
  }

  /// True if the project's code is among what \p D is made from: its own or its
  /// surroundings' template arguments.
  bool reachesProject(const Decl &D) {
    for (const Decl *Level = &D; Level;) {
      if (const auto *Function = dyn_cast<FunctionDecl>(Level)) {
        if (const TemplateArgumentList *Arguments =
                Function->getTemplateSpecializationArgs())
          if (any(Arguments->asArray()))
            return true;
        // A friend that is defined in a class template.
        if (const auto *Class =
                dyn_cast<CXXRecordDecl>(Function->getLexicalDeclContext());
            Class && Class != Function->getDeclContext() &&
            reachesProject(*Class))
          return true;
      } else if (const auto *Class =
                     dyn_cast<ClassTemplateSpecializationDecl>(Level)) {
        if (any(Class->getTemplateArgs().asArray()))
          return true;
      } else if (const auto *Variable =
                     dyn_cast<VarTemplateSpecializationDecl>(Level)) {
        if (any(Variable->getTemplateArgs().asArray()))
          return true;
      }
      const DeclContext *Outer = Level->getDeclContext();
      Level = Outer && !Outer->isFileContext() ? Decl::castFromDeclContext(Outer)
                                               : nullptr;
    }
    return false;
  }

private:
  bool any(ArrayRef<TemplateArgument> Arguments) {
    return llvm::any_of(
        Arguments, [&](const TemplateArgument &A) { return isProject(A); });
  }

  bool isProject(const TemplateArgument &A) {
    switch (A.getKind()) {
    case TemplateArgument::Type:
      return isProject(A.getAsType());
    case TemplateArgument::Declaration:
      return isProject(*A.getAsDecl());
    case TemplateArgument::NullPtr:
      return isProject(A.getNullPtrType());
    case TemplateArgument::StructuralValue:
      return isProject(A.getStructuralValueType());
    case TemplateArgument::Integral:
      return isProject(A.getIntegralType());
    case TemplateArgument::Template:
    case TemplateArgument::TemplateExpansion:
      if (const TemplateDecl *T =
              A.getAsTemplateOrTemplatePattern().getAsTemplateDecl())
        return isProject(*T);
      return true;
    case TemplateArgument::Pack:
      return any(A.pack_elements());
    case TemplateArgument::Null:
    case TemplateArgument::Expression:
      return true;
    }
    llvm_unreachable("all kinds of arguments");
  }

  bool isProject(const Decl &D) {
    return (D.getLocation().isValid() && !isLibrary(D)) || reachesProject(D);
  }

  bool isProject(QualType Written) {
    const Type *T = Written.getCanonicalType().getTypePtr();
    while (true) {
      if (const auto *Array = T->getAsArrayTypeUnsafe())
        T = Array->getElementType().getTypePtr();
      else if (!T->getPointeeType().isNull() && !T->isMemberPointerType())
        T = T->getPointeeType().getTypePtr();
      else
        break;
    }
    if (T->isBuiltinType())
      return false;
    // A type that contains itself by way of its members' arguments ends here.
    auto [It, New] = Known.try_emplace(T, false);
    if (!New)
      return It->second;
    bool Result = look(*T);
    return Known[T] = Result;
  }

  bool look(const Type &T) {
    if (const auto *Tag = T.getAs<TagType>())
      return isProject(*Tag->getDecl());
    if (const auto *Function = T.getAs<FunctionProtoType>())
      return isProject(Function->getReturnType()) ||
             llvm::any_of(Function->param_types(),
                          [&](QualType P) { return isProject(P); });
    if (const auto *Member = T.getAs<MemberPointerType>()) {
      const CXXRecordDecl *Class = Member->getMostRecentCXXRecordDecl();
      return !Class || isProject(*Class) || isProject(Member->getPointeeType());
    }
    if (const auto *Complex = T.getAs<ComplexType>())
      return isProject(Complex->getElementType());
    return !T.isVectorType();
  }

  const SourceManager &SM;
  llvm::DenseMap<const Type *, bool> Known;
};

/// Takes over what Sema does at the end of a unit: to instantiate what was used.
class Instantiations : public ExternalSemaSource {
public:
  Instantiations(Sema &S, LibraryBodies &Bodies)
      : S(S), Bodies(Bodies), Involved(S.getSourceManager()) {}

  /// Called when all that the unit asks for is in the list.
  void ReadPendingInstantiations(
      SmallVectorImpl<std::pair<ValueDecl *, SourceLocation>> &) override {
    std::vector<Sema::PendingImplicitInstantiation> Others;
    do {
      while (!S.PendingInstantiations.empty()) {
        const Sema::PendingImplicitInstantiation Next =
            S.PendingInstantiations.front();
        S.PendingInstantiations.pop_front();
        auto *Function = dyn_cast<FunctionDecl>(Next.first);
        if (Function && !Function->isMultiVersion())
          instantiate(*Function, Next.second);
        else
          Others.push_back(Next);
      }
    } while (S.DefineUsedVTables() || !S.PendingInstantiations.empty());
    // Sema goes on with these.
    S.PendingInstantiations.insert(S.PendingInstantiations.end(), Others.begin(),
                                   Others.end());
  }

private:
  /// As Sema::PerformPendingInstantiations() does, but what that makes necessary
  /// comes to our list.
  void instantiate(FunctionDecl &Function, SourceLocation Where) {
    if (!isNeeded(Function)) {
      Function.setInstantiationIsPending(false);
      Function.setHasSkippedBody();
      return;
    }
    const bool Required = Function.getTemplateSpecializationKind() ==
                          TSK_ExplicitInstantiationDefinition;
    S.InstantiateFunctionDefinition(Where, &Function, /*Recursive=*/false,
                                    Required, /*AtEndOfTU=*/true);
  }

  bool isNeeded(const FunctionDecl &Function) {
    const FunctionDecl *Pattern = Function.getTemplateInstantiationPattern();
    return !Pattern || !Involved.isLibrary(*Pattern) ||
           Involved.reachesProject(Function) || Bodies.mayBeRead(*Pattern);
  }

  Sema &S;
  LibraryBodies &Bodies;
  Involvement Involved;
};

class LeanParse : public SemaConsumer {
public:
  explicit LeanParse(const SourceManager &SM) : Bodies(SM) {}

  void InitializeSema(Sema &S) override {
    addExternalSource(S, llvm::makeIntrusiveRefCnt<Instantiations>(S, Bodies));
  }

  bool shouldSkipFunctionBody(Decl *D) override {
    const FunctionDecl *Function = D->getAsFunction();
    return Function && !Function->isDependentContext() &&
           !Bodies.mayBeRead(*Function);
  }

private:
  LibraryBodies Bodies;
};

/// Lets bodies of libraries' templates be parsed when they are instantiated, if they
/// are.
class DelayInLibraries : public PPCallbacks {
public:
  explicit DelayInLibraries(LangOptions &Options) : Options(Options) {}
  void FileChanged(SourceLocation, FileChangeReason,
                   SrcMgr::CharacteristicKind Kind, FileID) override {
    Options.DelayedTemplateParsing = SrcMgr::isSystem(Kind);
  }

private:
  LangOptions &Options;
};

} // namespace

std::unique_ptr<ASTConsumer> makeLeanParse(CompilerInstance &Compiler) {
  Compiler.getPreprocessor().addPPCallbacks(
      std::make_unique<DelayInLibraries>(Compiler.getLangOpts()));
  Compiler.getFrontendOpts().SkipFunctionBodies = true;
  return std::make_unique<LeanParse>(Compiler.getSourceManager());
}

} // namespace async
