#include "Sharing/ClassMembers.h"

#include "Facts/Initializers.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace async {
namespace {

class Collector {
public:
  Collector(FactStore &Store, std::vector<MemberFunction> &Into)
      : Store(Store), Into(Into) {}

  void addClass(const CXXRecordDecl &Class, MemberFunction::Kind What) {
    const SourceManager &SM = Store.unit().AST.getSourceManager();
    if (!Visited.insert(Class.getCanonicalDecl()).second)
      return;
    for (const Decl *D : Class.decls())
      if (const auto *Method = dyn_cast<CXXMethodDecl>(D)) {
        if (!Method->isStatic() || What == MemberFunction::Kind::Friend)
          add(*Method, What);
      } else if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D)) {
        for (const FunctionDecl *Instance : Template->specializations())
          add(*Instance, What);
      }
    if (What == MemberFunction::Kind::Friend)
      return;
    for (const CXXBaseSpecifier &Base : Class.bases())
      if (const CXXRecordDecl *Parent = Base.getType()->getAsCXXRecordDecl())
        if (const CXXRecordDecl *Known = Parent->getDefinition();
            Known && !SM.isInSystemHeader(Known->getLocation()))
          addClass(*Known, What);
  }

  void addFriends(const CXXRecordDecl &Class) {
    for (const FriendDecl *Friend : Class.friends()) {
      if (const auto *Function =
              dyn_cast_or_null<FunctionDecl>(Friend->getFriendDecl()))
        add(*Function, MemberFunction::Kind::Friend);
      else if (const TypeSourceInfo *Type = Friend->getFriendType())
        if (const CXXRecordDecl *Other = Type->getType()->getAsCXXRecordDecl())
          if (const CXXRecordDecl *Known = Other->getDefinition())
            addClass(*Known, MemberFunction::Kind::Friend);
    }
  }

  /// Nested classes are friends ([class.access.nest]). One that the class makes
  /// objects of itself is a part of what it does: a guard, say.
  void addNested(const CXXRecordDecl &Class) {
    for (const Decl *D : Class.decls()) {
      const auto *Nested = dyn_cast<CXXRecordDecl>(D);
      if (!Nested || Nested->isImplicit() || Nested->isLambda() ||
          !Nested->isThisDeclarationADefinition())
        continue;
      if (!llvm::any_of(Into, [&](const MemberFunction &M) {
            return makes(*M.Function, *Nested);
          }))
        addClass(*Nested, MemberFunction::Kind::Friend);
    }
  }

private:
  bool makes(const FunctionDecl &Function, const CXXRecordDecl &Class) {
    const FunctionFacts *Facts = Store.get(Function);
    if (!Facts)
      return false;
    for (const CFGBlock *Block : Facts->graph())
      for (const Fact *F : Facts->in(*Block)) {
        const auto *Call = dyn_cast<CallFact>(F);
        const auto *Method =
            Call ? dyn_cast_or_null<CXXMethodDecl>(Call->Callee) : nullptr;
        if (Method &&
            Method->getParent()->getCanonicalDecl() == Class.getCanonicalDecl())
          return true;
      }
    return false;
  }

  void add(const FunctionDecl &Function, MemberFunction::Kind What) {
    const FunctionDecl *Definition = Function.getDefinition();
    // What a library's class does to itself happens where it is asked to.
    if (!Definition || Definition->isDependentContext() ||
        Store.unit().AST.getSourceManager().isInSystemHeader(
            Definition->getLocation()) ||
        ((Definition->isImplicit() || Definition->isDefaulted()) &&
         !onlyRunsInitializers(*Definition)))
      return;
    MemberFunction M{Definition};
    M.What = What;
    M.IsCoroutine = getCoroutineBody(*Definition) != nullptr;
    const auto *Method = dyn_cast<CXXMethodDecl>(Definition);
    // Of a friend it is another object that begins or ends.
    M.IsSpecial = What != MemberFunction::Kind::Friend &&
                  (isa<CXXConstructorDecl, CXXDestructorDecl>(Definition) ||
                   (Method && (Method->isCopyAssignmentOperator() ||
                               Method->isMoveAssignmentOperator())));
    M.IsEntry = What == MemberFunction::Kind::Friend ||
                Definition->getAccess() == AS_public;
    Into.push_back(M);
    // What a closure captures is not seen in what a declaration says.
    if (What == MemberFunction::Kind::Method)
      addClosures(*Definition, 0);
  }

  void addClosures(const FunctionDecl &Maker, unsigned Depth) {
    static constexpr unsigned MaxNesting = 4;
    const FunctionFacts *Facts =
        Depth == MaxNesting ? nullptr : Store.get(Maker);
    if (!Facts)
      return;
    for (const CFGBlock *Block : Facts->graph())
      for (const Fact *F : Facts->in(*Block)) {
        const auto *Made = dyn_cast<ClosureFact>(F);
        if (!Made || !Made->Function || !Made->Place)
          continue;
        ClosureUse Use = useOf(*Made, *Facts, Store.unit());
        if (Use != ClosureUse::InPlace) {
          MemberFunction M{Made->Function};
          M.What = MemberFunction::Kind::Lambda;
          M.IsCoroutine = getCoroutineBody(*Made->Function) != nullptr;
          M.IsEntry = Use == ClosureUse::Registered;
          Into.push_back(M);
        }
        addClosures(*Made->Function, Depth + 1);
      }
  }

  FactStore &Store;
  std::vector<MemberFunction> &Into;
  llvm::SmallPtrSet<const CXXRecordDecl *, 4> Visited;
};

} // namespace

std::vector<MemberFunction> membersOf(const CXXRecordDecl &Class,
                                      FactStore &Store) {
  std::vector<MemberFunction> Members;
  Collector Found(Store, Members);
  Found.addClass(Class, MemberFunction::Kind::Method);
  Found.addFriends(Class);
  Found.addNested(Class);
  return Members;
}

const Path *asMember(const Path &Place, const CXXRecordDecl &Class,
                     PathFactory &Paths, bool AnyObject) {
  const Path *Self = Paths.getThis(&Class);
  const Path &Base = Place.base();
  if (&Base == Self)
    return &Place;
  // A method of a base class names the members as its own.
  if (const CXXRecordDecl *Other = Base.thisClass();
      Other && Other->hasDefinition() && Class.hasDefinition() &&
      Class.isDerivedFrom(Other))
    return Paths.rebase(&Place, &Base, Self);
  for (const Path *P = AnyObject ? &Place : nullptr; P; P = P->parent())
    if (P->step() == Path::Step::Field)
      if (const auto *Field = dyn_cast<FieldDecl>(P->decl());
          Field && Field->getParent()->getCanonicalDecl() ==
                       Class.getCanonicalDecl())
        return Paths.rebase(&Place, P->parent(), Self);
  return nullptr;
}

} // namespace async
