#include "Rewrites/Surroundings.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace async {
namespace {

/// True if only the declaration is wanted: the definition stays where it is.
bool staysDefined(const FunctionDecl &F) {
  return F.isExternallyVisible() && !F.isInlined() &&
         !F.getDescribedFunctionTemplate() && !F.isConstexpr() &&
         !F.getReturnType()->getContainedDeducedType();
}

/// Which declarations of the main file are used.
class Uses : public RecursiveASTVisitor<Uses> {
public:
  Uses(const CXXRecordDecl &Class, const SourceManager &SM)
      : Class(Class), SM(SM) {
    TraverseDecl(const_cast<CXXRecordDecl *>(&Class));
    for (const CXXMethodDecl *M : Class.methods())
      if (const FunctionDecl *Definition = M->getDefinition();
          Definition && Definition->isOutOfLine())
        TraverseDecl(const_cast<FunctionDecl *>(Definition));
  }

  bool contains(const Decl &D) const {
    return Needed.contains(D.getCanonicalDecl());
  }

  bool VisitDeclRefExpr(DeclRefExpr *E) { return need(E->getDecl()); }
  bool VisitOverloadExpr(OverloadExpr *E) {
    for (const NamedDecl *D : E->decls())
      need(D);
    return true;
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) {
    return need(E->getConstructor()->getParent());
  }
  bool VisitTagTypeLoc(TagTypeLoc T) { return need(T.getDecl()); }
  bool VisitTypedefTypeLoc(TypedefTypeLoc T) {
    return need(T.getTypePtr()->getDecl());
  }
  bool VisitTemplateSpecializationTypeLoc(TemplateSpecializationTypeLoc T) {
    return need(T.getTypePtr()->getTemplateName().getAsTemplateDecl());
  }
  bool
  VisitDeducedTemplateSpecializationTypeLoc(
      DeducedTemplateSpecializationTypeLoc T) {
    return need(T.getTypePtr()->getTemplateName().getAsTemplateDecl());
  }
  bool VisitConceptReference(ConceptReference *R) {
    return need(R->getNamedConcept());
  }

private:
  bool need(const Decl *D) {
    while (D && !D->getDeclContext()->isFileContext())
      D = dyn_cast<Decl>(D->getDeclContext());
    if (!D || D->getCanonicalDecl() == Class.getCanonicalDecl() ||
        isa<NamespaceDecl>(D))
      return true;
    if (const auto *Record = dyn_cast<CXXRecordDecl>(D)) {
      if (const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(Record))
        D = Special->getSpecializedTemplate();
      else if (const ClassTemplateDecl *T = Record->getDescribedClassTemplate())
        D = T;
    } else if (const auto *Function = dyn_cast<FunctionDecl>(D)) {
      if (const FunctionTemplateDecl *T = Function->getPrimaryTemplate())
        D = T;
      else if (const FunctionTemplateDecl *T =
                   Function->getDescribedFunctionTemplate())
        D = T;
    }
    if (!Needed.insert(D->getCanonicalDecl()).second)
      return true;
    for (const Decl *Each : D->redecls()) {
      if (!SM.isInMainFile(SM.getExpansionLoc(Each->getLocation())))
        continue;
      const auto *Function = dyn_cast<FunctionDecl>(Each);
      if (!Function || !staysDefined(*Function)) {
        TraverseDecl(const_cast<Decl *>(Each));
        continue;
      }
      TraverseTypeLoc(Function->getFunctionTypeLoc());
    }
    return true;
  }

  const CXXRecordDecl &Class;
  const SourceManager &SM;
  llvm::SmallPtrSet<const Decl *, 32> Needed;
};

/// Writes declarations in the order of the main file.
class Writer {
public:
  Writer(const CXXRecordDecl &Class, const SourceText &Text,
         std::vector<Obstacle> &Obstacles)
      : Class(Class), Text(Text), SM(Text.context().getSourceManager()),
        Used(Class, SM), Obstacles(Obstacles) {}

  Surroundings write() {
    walk(*Text.context().getTranslationUnitDecl());
    finish(Result.Before, OpenBefore);
    finish(Result.Behind, OpenBehind);
    return std::move(Result);
  }

private:
  void walk(const DeclContext &Scope) {
    for (const Decl *D : Scope.decls()) {
      if (D->isImplicit() ||
          !SM.isInMainFile(SM.getExpansionLoc(D->getLocation())))
        continue;
      if (const auto *Space = dyn_cast<NamespaceDecl>(D))
        walk(*Space);
      else if (const auto *Linkage = dyn_cast<LinkageSpecDecl>(D))
        walk(*Linkage);
      else if (isa<UsingDirectiveDecl, UsingDecl, NamespaceAliasDecl>(D)
                   ? Scope.Encloses(Class.getDeclContext())
                   : Used.contains(*D))
        write(*D);
    }
  }

  void write(const Decl &D) {
    bool IsBehind = SM.isInMainFile(Class.getLocation()) &&
                    SM.isBeforeInTranslationUnit(Class.getLocation(),
                                                 D.getBeginLoc());
    std::optional<Span> Where = Text.spanOf(D.getSourceRange());
    const auto *Named = dyn_cast<NamedDecl>(&D);
    if (!Where)
      return;
    std::string Declared;
    const auto *Function = dyn_cast<FunctionDecl>(&D);
    if (Function && Function->isThisDeclarationADefinition() &&
        staysDefined(*Function)) {
      std::optional<Span> Body = Text.spanOf(Function->getBody()->getSourceRange());
      if (!Body)
        return;
      Declared = Text.copy({Where->File, Where->Begin, Body->Begin});
      Declared = StringRef(Declared).rtrim().str() + ";";
    } else {
      const auto *Variable = dyn_cast<VarDecl>(&D);
      if (Variable && !Variable->isConstexpr() &&
          !Variable->getType().isConstQualified()) {
        Obstacles.push_back({D.getLocation(),
                             "'" + Named->getNameAsString() +
                                 "' is a variable of this file that the class "
                                 "uses: declare it in a header first"});
        return;
      }
      Declared = Text.copy(*Where);
      if (!Function || !Function->isThisDeclarationADefinition())
        Declared += isa<FunctionTemplateDecl>(D) &&
                            StringRef(Declared).ends_with("}")
                        ? ""
                        : ";";
      // Many files include a header.
      if (Function && D.isInAnonymousNamespace() && !Function->isInlined())
        Declared = "inline " + Declared;
    }
    put(Declared, *D.getDeclContext(), IsBehind ? Result.Behind : Result.Before,
        IsBehind ? OpenBehind : OpenBefore);
  }

  void put(StringRef Declared, const DeclContext &Scope, std::string &Into,
           const DeclContext *&Open) {
    const DeclContext *Wanted = Scope.getEnclosingNamespaceContext();
    if (!Open || openNamespace(*Open) != openNamespace(*Wanted)) {
      finish(Into, Open);
      Into += openNamespace(*Wanted);
    }
    Open = Wanted;
    Into += (Declared + "\n").str();
  }

  static void finish(std::string &Into, const DeclContext *&Open) {
    if (Open)
      Into += closeNamespace(*Open);
    Open = nullptr;
  }

  const CXXRecordDecl &Class;
  const SourceText &Text;
  const SourceManager &SM;
  Uses Used;
  std::vector<Obstacle> &Obstacles;
  Surroundings Result;
  const DeclContext *OpenBefore = nullptr, *OpenBehind = nullptr;
};

/// `a::b`; empty for the global namespace.
std::string namespaceOf(const DeclContext &Scope) {
  llvm::SmallVector<std::string, 4> Names;
  for (const DeclContext *C = &Scope; C; C = C->getParent())
    if (const auto *Space = dyn_cast<NamespaceDecl>(C);
        Space && !Space->isAnonymousNamespace())
      Names.push_back((Space->isInline() ? "inline " : "") +
                      Space->getNameAsString());
  std::reverse(Names.begin(), Names.end());
  return llvm::join(Names, "::");
}

} // namespace

Surroundings surroundingsOf(const CXXRecordDecl &Class, const SourceText &Text,
                            std::vector<Obstacle> &Obstacles) {
  return Writer(Class, Text, Obstacles).write();
}

std::string openNamespace(const DeclContext &Scope) {
  std::string Name = namespaceOf(Scope);
  if (StringRef(Name).starts_with("inline "))
    return "inline namespace " + Name.substr(7) + " {\n";
  return Name.empty() ? "" : "namespace " + Name + " {\n";
}

std::string closeNamespace(const DeclContext &Scope) {
  std::string Name = namespaceOf(Scope);
  return Name.empty() ? "" : "} // namespace " + Name + "\n";
}

} // namespace async
