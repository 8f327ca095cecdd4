#include "Facts/Path.h"

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"

using namespace clang;

namespace async {

const Path &Path::base() const {
  const Path *P = this;
  while (P->Parent)
    P = P->Parent;
  return *P;
}

const ValueDecl *Path::decl() const {
  if (Kind == Step::Variable || Kind == Step::Global || Kind == Step::Field)
    return static_cast<const ValueDecl *>(Key);
  return nullptr;
}

const Expr *Path::temporary() const {
  return Kind == Step::Temporary ? static_cast<const Expr *>(Key) : nullptr;
}

const CXXRecordDecl *Path::thisClass() const {
  return Kind == Step::This ? static_cast<const CXXRecordDecl *>(Key) : nullptr;
}

bool Path::contains(const Path &Other) const {
  const Path *P = &Other;
  while (P->Depth > Depth)
    P = P->Parent;
  return P == this;
}

bool Path::isReferent() const {
  return Kind == Step::Pointee && Parent->decl() &&
         Parent->decl()->getType()->isReferenceType();
}

std::string Path::spelling() const {
  switch (Kind) {
  case Step::This:
    return "*this";
  case Step::Variable:
  case Step::Global:
    return decl()->getNameAsString();
  case Step::Temporary:
    return "";
  case Step::Field: {
    std::string Name = decl()->getNameAsString();
    if (Parent->Kind == Step::This)
      return Name;
    if (Parent->Kind == Step::Pointee && !Parent->isReferent()) {
      std::string Pointer = Parent->Parent->spelling();
      return Pointer.empty() ? Name : Pointer + "->" + Name;
    }
    std::string Outer = Parent->spelling();
    return Outer.empty() ? Name : Outer + "." + Name;
  }
  case Step::Pointee: {
    std::string Pointer = Parent->spelling();
    if (isReferent())
      return Pointer;
    return Pointer.empty() ? "" : "*" + Pointer;
  }
  case Step::Element: {
    std::string Container = Parent->spelling();
    return Container.empty() ? "" : Container + "[...]";
  }
  }
  return "";
}

const Path *PathFactory::intern(Path::Step Kind, const Path *Parent,
                                const void *Key) {
  unsigned Depth = Parent ? Parent->depth() + 1 : 0;
  if (Depth > Path::MaxDepth)
    return Parent;
  auto [It, New] =
      Known.try_emplace({{Parent, Key}, static_cast<unsigned>(Kind)}, nullptr);
  if (New)
    It->second = new (Arena.Allocate<Path>()) Path(Kind, Parent, Key, Depth);
  return It->second;
}

const Path *PathFactory::getThis(const CXXRecordDecl *Class) {
  return intern(Path::Step::This, nullptr, Class->getCanonicalDecl());
}

const Path *PathFactory::getVariable(const VarDecl *Variable) {
  const VarDecl *V = Variable->getCanonicalDecl();
  return intern(V->hasGlobalStorage() ? Path::Step::Global
                                      : Path::Step::Variable,
                nullptr, static_cast<const ValueDecl *>(V));
}

const Path *PathFactory::getTemporary(const Expr *E) {
  return intern(Path::Step::Temporary, nullptr, E);
}

const Path *PathFactory::getField(const Path *Parent, const FieldDecl *Field) {
  return intern(Path::Step::Field, Parent,
                static_cast<const ValueDecl *>(Field->getCanonicalDecl()));
}

const Path *PathFactory::getPointee(const Path *Parent) {
  return intern(Path::Step::Pointee, Parent, nullptr);
}

const Path *PathFactory::getElement(const Path *Parent) {
  return intern(Path::Step::Element, Parent, nullptr);
}

const Path *PathFactory::rebase(const Path *Suffix, const Path *From,
                                const Path *To) {
  if (Suffix == From)
    return To;
  return intern(Suffix->step(), rebase(Suffix->parent(), From, To),
                Suffix->Key);
}

} // namespace async
