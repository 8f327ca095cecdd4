/// \file
/// Channels that belong to one function: where they are filled, drained, and
/// handed to others.

#include "Facts/FunctionGenerator.h"
#include "Support/ClangCompat.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace async {
namespace {

using Use = ChannelFact::Use;

StringRef nameOf(const NamedDecl &Decl) {
  return Decl.getDeclName().isIdentifier() ? Decl.getName() : StringRef();
}

std::optional<Use> useByName(StringRef Name) {
  return StringSwitch<std::optional<Use>>(Name)
      .Cases({"push", "try_push", "emplace", "send", "async_send"}, Use::Push)
      .Cases({"try_send", "put", "enqueue", "write", "try_write"}, Use::Push)
      .Cases({"pop", "try_pop", "receive", "async_receive", "recv"}, Use::Pop)
      .Cases({"try_receive", "get", "take", "next", "dequeue", "read"},
             Use::Pop)
      .Default(std::nullopt);
}

/// Finds the channels of one function and what is done with them.
class Finder {
public:
  Finder(const Models &Library, const FunctionDecl &Function)
      : Library(Library), Function(Function) {}

  /// Calls \p Report(statement, variable, use) for each use below \p S.
  template <typename ReportT> void find(const Stmt *S, const ReportT &Report) {
    if (!S)
      return;
    if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
      // Whoever runs the lambda reaches what it names.
      forEachName(Lambda->getBody(), [&](const DeclRefExpr &Ref) {
        if (const VarDecl *Channel = channel(Ref))
          Report(Lambda, *Channel, Use::Escape);
      });
      for (const Expr *Init : Lambda->capture_inits())
        find(Init, Report);
      return;
    }
    if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S)) {
      if (const Expr *Operand = Suspend->getOperand()) {
        Awaited = strip(Operand)->IgnoreImplicit();
        find(Operand, Report);
      }
      return;
    }
    if (const auto *Call = dyn_cast<CallExpr>(S)) {
      findInCall(*Call, Report);
      return;
    }
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      if (const VarDecl *Channel = channel(*Ref))
        Report(Ref, *Channel, Use::Escape);
      return;
    }
    for (const Stmt *Child : S->children())
      find(Child, Report);
  }

private:
  template <typename VisitT>
  static void forEachName(const Stmt *S, const VisitT &Visit) {
    if (!S)
      return;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      Visit(*Ref);
    for (const Stmt *Child : S->children())
      forEachName(Child, Visit);
  }

  const VarDecl *channel(const Expr &E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(strip(&E)->IgnoreParenImpCasts());
    const auto *Variable = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (!Variable || !Variable->hasLocalStorage() ||
        Variable->getDeclContext() != &Function)
      return nullptr;
    QualType Type = Variable->getType();
    // A parameter that refers to the caller's; other references are unknown.
    if (Type->isReferenceType() && !(isa<ParmVarDecl>(Variable) &&
                                     Type->isLValueReferenceType()))
      return nullptr;
    return isChannel(Type.getNonReferenceType()) ? Variable : nullptr;
  }

  bool isChannel(QualType Type) {
    if (const TypeModel *Model = Library.find(Type))
      return Model->Role == TypeRole::AsyncChannel;
    const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
    if (!Class || !Class->hasDefinition())
      return false;
    auto [It, New] = Known.try_emplace(Class->getDefinition(), false);
    if (New)
      It->second = looksLikeChannel(*Class->getDefinition());
    return It->second;
  }

  /// Called channel or queue, and filled or drained by awaiting.
  static bool looksLikeChannel(const CXXRecordDecl &Class) {
    StringRef Name = nameOf(Class);
    if (!Name.contains_insensitive("channel") &&
        !Name.contains_insensitive("queue") &&
        !Name.contains_insensitive("mailbox"))
      return false;
    bool Pushes = false, Pops = false, Awaits = false;
    for (const CXXMethodDecl *Method : Class.methods()) {
      std::optional<Use> How = useByName(nameOf(*Method));
      if (!How)
        continue;
      (*How == Use::Push ? Pushes : Pops) = true;
      Awaits |= isAwaitable(Method->getReturnType());
    }
    return Pushes && Pops && Awaits;
  }

  static bool isAwaitable(QualType Type) {
    const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
    if (!Class || !Class->hasDefinition())
      return false;
    ASTContext &AST = Class->getASTContext();
    const CXXRecordDecl *Definition = Class->getDefinition();
    return !Definition->lookup(&AST.Idents.get("await_ready")).empty() ||
           !Definition
                ->lookup(AST.DeclarationNames.getCXXOperatorName(OO_Coawait))
                .empty();
  }

  template <typename ReportT>
  void findInCall(const CallExpr &Call, const ReportT &Report) {
    const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (Member && Callee) {
      const Expr *Object = Member->getImplicitObjectArgument();
      if (const VarDecl *Channel = channel(*Object))
        findMethod(Call, *Callee, *Object, *Channel, Report);
      else
        find(Object, Report);
    } else {
      find(Call.getCallee(), Report);
    }
    // A callee that can be seen, and that has ended when the caller goes on.
    bool Followed = Callee && Callee->getDefinition() &&
                    !isa<CXXOperatorCallExpr>(Call) &&
                    (Awaited == &Call ||
                     !getCoroutineBody(*Callee->getDefinition()));
    for (unsigned I = 0; I != Call.getNumArgs(); ++I) {
      const VarDecl *Channel = channel(*Call.getArg(I));
      if (Channel && Followed && I < Callee->getNumParams() &&
          Callee->getParamDecl(I)->getType()->isLValueReferenceType())
        continue;
      find(Call.getArg(I), Report);
    }
  }

  template <typename ReportT>
  void findMethod(const CallExpr &Call, const FunctionDecl &Callee,
                  const Expr &Object, const VarDecl &Channel,
                  const ReportT &Report) {
    CallRole Role =
        Library.findCall(Callee, Object.IgnoreParenImpCasts()->getType()).Role;
    std::optional<Use> How = Role == CallRole::Push  ? std::optional(Use::Push)
                             : Role == CallRole::Pop ? std::optional(Use::Pop)
                                                     : useByName(nameOf(Callee));
    const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
    bool Harmless = StringSwitch<bool>(nameOf(Callee))
                        .Cases({"close", "cancel", "reset", "clear"}, true)
                        .Default(Method && Method->isConst());
    if (How)
      // asio's tokens start something that goes on: only what is awaited, or
      // done at once, is this function's own step.
      Report(&Call, Channel,
             Awaited == &Call || nameOf(Callee).starts_with("try") ||
                     Call.getType()->isVoidType() ||
                     Call.getType()->isBooleanType()
                 ? *How
                 : Use::Escape);
    else if (!Harmless)
      Report(&Call, Channel, Use::Escape);
  }

  const Models &Library;
  const FunctionDecl &Function;
  const Expr *Awaited = nullptr;
  llvm::DenseMap<const CXXRecordDecl *, bool> Known;
};

} // namespace

void FunctionGenerator::findChannels(const Stmt *Body) {
  Finder(*U.Library, Facts.function())
      .find(Body, [&](const Stmt *At, const VarDecl &Channel, Use How) {
        // A co_return has its operand twice.
        std::pair<const VarDecl *, Use> Found(&Channel, How);
        if (!is_contained(Channels[At], Found))
          Channels[At].push_back(Found);
      });
}

} // namespace async
