//===- Models.cpp - What is known of libraries ----------------------------===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/Models.h"
#include "Models/ModelFile.h"
#include "Models/NameIndex.h"
#include "Support/ClangCompat.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Type.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SHA256.h"
#include <vector>

using namespace clang;
using llvm::ArrayRef;
using llvm::StringRef;

namespace async {
namespace {

struct EmbeddedFile {
  StringRef Name;
  StringRef Text;
};

const EmbeddedFile EmbeddedFiles[] = {
#include "Models/EmbeddedModels.inc"
};

/// Base classes are followed this deep; real hierarchies of locks are shallow,
/// and broken code must not make us wander.
constexpr unsigned MaxBaseDepth = 16;

/// The name a type is written with where it has no declaration to look up: a
/// template whose arguments are dependent or not deduced yet.
const TemplateDecl *writtenTemplate(const Type &Written) {
  if (const auto *Special = dyn_cast<TemplateSpecializationType>(&Written))
    return Special->getTemplateName().getAsTemplateDecl();
  if (const auto *Deduced =
          dyn_cast<DeducedTemplateSpecializationType>(&Written))
    return Deduced->getTemplateName().getAsTemplateDecl();
  return nullptr;
}

/// What the outermost layer of \p Written names, if it names anything.
const NamedDecl *writtenDecl(const Type &Written) {
  if (const auto *Typedef = dyn_cast<TypedefType>(&Written))
    return Typedef->getDecl();
  // A using-declaration: tbb::mutex for tbb::detail::d1::mutex.
  if (const auto *Using = dyn_cast<UsingType>(&Written))
    return getUsingDecl(*Using);
  if (const auto *Tag = dyn_cast<TagType>(&Written))
    return Tag->getDecl();
  return writtenTemplate(Written);
}

} // namespace

struct Models::Impl {
  std::vector<TypeModel> Types;
  std::vector<FunctionModel> Functions;
  NameIndex TypeIndex, FunctionIndex;
  /// All names that have a row in some class, to turn most methods away early.
  llvm::StringSet<> MethodNames;
  /// The async mutex to recommend, by library.
  llvm::StringMap<std::string> Mutexes;
  std::string Digest;

  llvm::Error add(StringRef Text, StringRef FileName);
  void index();

  /// The row for a method in the model of its class or of a base.
  const CallModel *findMethod(const Models &Owner, StringRef Name,
                              const CXXRecordDecl &Class,
                              unsigned Depth = 0) const;

private:
  template <typename ModelT>
  static void merge(std::vector<ModelT> &Known, NameIndex &Index,
                    std::vector<ModelT> &&New);
};

template <typename ModelT>
void Models::Impl::merge(std::vector<ModelT> &Known, NameIndex &Index,
                         std::vector<ModelT> &&New) {
  for (ModelT &Model : New) {
    if (std::optional<unsigned> Position = Index.find(Model.Name)) {
      Known[*Position] = std::move(Model);
      continue;
    }
    Index.insert(Model.Name, Known.size());
    Known.push_back(std::move(Model));
  }
}

llvm::Error Models::Impl::add(StringRef Text, StringRef FileName) {
  llvm::Expected<ModelFile> File =
      parseModelFile(llvm::MemoryBufferRef(Text, FileName));
  if (!File)
    return File.takeError();

  // The one with a remedy is the one to recommend; else the first of the file.
  const TypeModel *Recommended = nullptr;
  for (const TypeModel &Type : File->Types)
    if (Type.Role == TypeRole::AsyncMutex &&
        (!Recommended || (Recommended->Remedy.empty() && !Type.Remedy.empty())))
      Recommended = &Type;
  if (Recommended)
    Mutexes[File->Library] = Recommended->Name;

  for (const TypeModel &Type : File->Types)
    for (StringRef Method : Type.Methods.keys())
      MethodNames.insert(Method);
  merge(Types, TypeIndex, std::move(File->Types));
  merge(Functions, FunctionIndex, std::move(File->Functions));

  llvm::SHA256 Hash;
  Hash.update(Digest);
  Hash.update(Text);
  Digest = llvm::toHex(Hash.final(), /*LowerCase=*/true);
  return llvm::Error::success();
}

void Models::Impl::index() {
  auto ByName = [](const auto &A, const auto &B) { return A.Name < B.Name; };
  llvm::sort(Types, ByName);
  llvm::sort(Functions, ByName);
  for (const auto &[Position, Type] : llvm::enumerate(Types))
    TypeIndex.insert(Type.Name, Position);
  for (const auto &[Position, Function] : llvm::enumerate(Functions))
    FunctionIndex.insert(Function.Name, Position);
}

const CallModel *Models::Impl::findMethod(const Models &Owner, StringRef Name,
                                          const CXXRecordDecl &Class,
                                          unsigned Depth) const {
  if (const TypeModel *Model = Owner.find(Class)) {
    auto Row = Model->Methods.find(Name);
    if (Row != Model->Methods.end())
      return &Row->second;
  }
  const CXXRecordDecl *Definition = Class.getDefinition();
  if (!Definition || Depth == MaxBaseDepth)
    return nullptr;
  for (const CXXBaseSpecifier &Base : Definition->bases()) {
    QualType Written = Base.getType();
    // A dependent base has no declaration of its own yet, but its template has.
    const CXXRecordDecl *BaseClass =
        Written.isNull() ? nullptr : Written->getAsCXXRecordDecl();
    if (!BaseClass && !Written.isNull())
      if (const auto *Template =
              dyn_cast_or_null<ClassTemplateDecl>(writtenTemplate(*Written)))
        BaseClass = Template->getTemplatedDecl();
    if (!BaseClass)
      continue;
    if (const CallModel *Row = findMethod(Owner, Name, *BaseClass, Depth + 1))
      return Row;
  }
  return nullptr;
}

Models::Models() : P(std::make_unique<Impl>()) {}
Models::~Models() = default;

std::shared_ptr<const Models> Models::builtin() {
  static const std::shared_ptr<const Models> Loaded = [] {
    std::shared_ptr<Models> Result(new Models);
    for (const EmbeddedFile &File : EmbeddedFiles)
      if (llvm::Error E = Result->P->add(File.Text, File.Name))
        llvm::report_fatal_error(std::move(E));
    Result->P->index();
    return Result;
  }();
  return Loaded;
}

llvm::Expected<std::shared_ptr<const Models>>
Models::load(ArrayRef<std::string> Files) {
  if (Files.empty())
    return builtin();
  std::shared_ptr<Models> Result(new Models);
  *Result->P = *builtin()->P;
  for (const std::string &File : Files) {
    auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/true);
    if (!Buffer)
      return llvm::createStringError(
          Buffer.getError(), File + ":1:1: error: cannot read model file: " +
                                 Buffer.getError().message());
    if (llvm::Error E = Result->P->add((*Buffer)->getBuffer(), File))
      return std::move(E);
  }
  Result->P->index();
  return Result;
}

llvm::Expected<std::shared_ptr<const Models>>
Models::loadText(StringRef Text, StringRef FileName) {
  std::shared_ptr<Models> Result(new Models);
  *Result->P = *builtin()->P;
  if (llvm::Error E = Result->P->add(Text, FileName))
    return std::move(E);
  Result->P->index();
  return Result;
}

const TypeModel *Models::find(const NamedDecl &Type) const {
  if (std::optional<unsigned> Position = P->TypeIndex.find(Type))
    return &P->Types[*Position];
  if (const auto *Alias = dyn_cast<TypedefNameDecl>(&Type))
    return find(Alias->getUnderlyingType());
  if (const auto *Template = dyn_cast<TypeAliasTemplateDecl>(&Type))
    if (const TypeAliasDecl *Alias = Template->getTemplatedDecl())
      return find(Alias->getUnderlyingType());
  if (const auto *Shadow = dyn_cast<UsingShadowDecl>(&Type))
    if (const NamedDecl *Target = Shadow->getTargetDecl())
      return find(*Target);
  return nullptr;
}

const TypeModel *Models::find(QualType Type) const {
  if (Type.isNull())
    return nullptr;
  for (const clang::Type *Layer = Type.getNonReferenceType().getTypePtr();;) {
    if (const NamedDecl *Named = writtenDecl(*Layer))
      if (std::optional<unsigned> Position = P->TypeIndex.find(*Named))
        return &P->Types[*Position];
    QualType Next = Layer->getLocallyUnqualifiedSingleStepDesugaredType();
    if (Next.isNull() || Next.getTypePtr() == Layer)
      return nullptr;
    // An alias may stand for a reference.
    Layer = Next.getNonReferenceType().getTypePtr();
  }
}

CallModel Models::findCall(const FunctionDecl &Function) const {
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Function)) {
    llvm::SmallString<32> Storage;
    StringRef Name = simpleName(*Method, Storage);
    if (P->MethodNames.contains(Name))
      if (const CallModel *Row =
              P->findMethod(*this, Name, *Method->getParent()))
        return *Row;
  }
  const FunctionModel *Model = findFunction(Function);
  return Model ? Model->Call : CallModel();
}

CallModel Models::findCall(const FunctionDecl &Function,
                           QualType Object) const {
  llvm::SmallString<32> Storage;
  StringRef Name = simpleName(Function, Storage);
  if (!Object.isNull())
    if (const auto *Pointer = Object->getAs<PointerType>())
      Object = Pointer->getPointeeType();
  if (!Object.isNull() && P->MethodNames.contains(Name)) {
    // The type as written first: an alias may have an entry of its own.
    if (const TypeModel *Model = find(Object)) {
      auto Row = Model->Methods.find(Name);
      if (Row != Model->Methods.end())
        return Row->second;
    }
    if (const CXXRecordDecl *Class =
            Object.getNonReferenceType()->getAsCXXRecordDecl())
      if (const CallModel *Row = P->findMethod(*this, Name, *Class))
        return *Row;
  }
  return findCall(Function);
}

const FunctionModel *Models::findFunction(const FunctionDecl &Function) const {
  std::optional<unsigned> Position = P->FunctionIndex.find(Function);
  if (!Position && Function.getOverloadedOperator() == OO_Call)
    // A function object is described by the name of its class.
    if (const auto *Method = dyn_cast<CXXMethodDecl>(&Function))
      Position = P->FunctionIndex.find(*Method->getParent());
  return Position ? &P->Functions[*Position] : nullptr;
}

const FunctionModel *Models::findCallable(const ValueDecl &Callee) const {
  if (const auto *Function = dyn_cast<FunctionDecl>(&Callee))
    return findFunction(*Function);
  if (std::optional<unsigned> Position = P->FunctionIndex.find(Callee))
    return &P->Functions[*Position];
  return nullptr;
}

const TypeModel *Models::asyncMutexOf(StringRef Library) const {
  auto Mutex = P->Mutexes.find(Library);
  if (Mutex == P->Mutexes.end())
    return nullptr;
  std::optional<unsigned> Position = P->TypeIndex.find(Mutex->second);
  return Position ? &P->Types[*Position] : nullptr;
}

ArrayRef<TypeModel> Models::types() const { return P->Types; }
ArrayRef<FunctionModel> Models::functions() const { return P->Functions; }
StringRef Models::digest() const { return P->Digest; }

} // namespace async
