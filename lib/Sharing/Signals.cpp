#include "Sharing/Signals.h"

#include "Models/Models.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace async {

static StringRef nameOf(const NamedDecl &D) {
  return D.getDeclName().isIdentifier() ? D.getName() : "";
}

static bool soundsLikeWaking(StringRef Name) {
  return Name.starts_with_insensitive("notify") || Name == "signal" ||
         Name == "broadcast" || Name.starts_with("wake") || Name == "pulse";
}

/// What leaves a mark: event::set(), promise::set_value(), latch::count_down().
static bool soundsLikeSetting(StringRef Name) {
  return Name == "set" || Name.starts_with("set_value") || Name == "setValue" ||
         Name == "post" || Name == "count_down" || Name == "open" ||
         Name == "fire" || Name == "trigger" || Name == "complete" ||
         Name == "resolve" || Name == "fulfill";
}

static bool soundsLikeWaiting(StringRef Name) {
  return Name == "wait" || Name == "async_wait" || Name == "when" ||
         Name == "wait_async" || Name == "asyncWait";
}

/// Any function of the class, or of a base, that is called like this.
static bool hasFunction(const CXXRecordDecl &Class,
                        llvm::function_ref<bool(StringRef)> Is,
                        unsigned Depth = 0) {
  for (const Decl *D : Class.decls()) {
    const auto *Named = dyn_cast<NamedDecl>(D);
    if (isa_and_nonnull<CXXMethodDecl, FunctionTemplateDecl>(Named) &&
        Is(nameOf(*Named)))
      return true;
  }
  if (Depth == 4)
    return false;
  return llvm::any_of(Class.bases(), [&](const CXXBaseSpecifier &Base) {
    const CXXRecordDecl *Record = Base.getType()->getAsCXXRecordDecl();
    return Record && Record->hasDefinition() &&
           hasFunction(*Record->getDefinition(), Is, Depth + 1);
  });
}

static const CXXRecordDecl *classOf(const CallFact &Call) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call.Callee);
  const CXXRecordDecl *Class = Method ? Method->getParent() : nullptr;
  return Class && Class->hasDefinition() ? Class->getDefinition() : nullptr;
}

static bool takesTime(const FunctionDecl &Function) {
  return llvm::any_of(Function.parameters(), [](const ParmVarDecl *P) {
    const CXXRecordDecl *Class =
        P->getType().getNonReferenceType()->getAsCXXRecordDecl();
    return Class && (nameOf(*Class) == "duration" ||
                     nameOf(*Class) == "time_point");
  });
}

SignalRole signalRole(const CallFact &Call, const Models &Library) {
  const CXXRecordDecl *Class = classOf(Call);
  if (!Class || !Call.Object || Class->isLambda())
    return SignalRole::None;
  StringRef Name = nameOf(*Call.Callee);
  CallModel Known = Library.findCall(*Call.Callee);
  if (Known.Role == CallRole::Wait)
    return takesTime(*Call.Callee) ? SignalRole::TimedWait : SignalRole::Wait;
  if (Known.Role == CallRole::Notify)
    return SignalRole::Notify;
  if (Known.Role != CallRole::None)
    return SignalRole::None;
  if (soundsLikeWaking(Name) || soundsLikeSetting(Name))
    return hasFunction(*Class, soundsLikeWaiting) ? SignalRole::Notify
                                                  : SignalRole::None;
  auto Wakes = [](StringRef N) {
    return soundsLikeWaking(N) || soundsLikeSetting(N);
  };
  if (!Name.starts_with("wait") && !soundsLikeWaiting(Name))
    return SignalRole::None;
  if (!hasFunction(*Class, Wakes))
    return SignalRole::None;
  return takesTime(*Call.Callee) ? SignalRole::TimedWait : SignalRole::Wait;
}

bool remembers(const CallFact &Call) {
  const CXXRecordDecl *Class = classOf(Call);
  return !Class || !hasFunction(*Class, soundsLikeWaking) ||
         hasFunction(*Class, soundsLikeSetting);
}

bool isSleep(const CallFact &Call) {
  if (!Call.Callee)
    return false;
  StringRef Name = nameOf(*Call.Callee);
  return Name.contains_insensitive("sleep") ||
         Name.contains_insensitive("delay") || Name == "yield" ||
         (takesTime(*Call.Callee) && Name == "after");
}

} // namespace async
