//===- Vocabulary.cpp - The words model files are written in --------------===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/Vocabulary.h"
#include "llvm/Support/ErrorHandling.h"

namespace async {
namespace {

constexpr Word<TypeRole> TypeRoles[] = {
    {"thread-mutex", TypeRole::ThreadMutex},
    {"thread-guard", TypeRole::ThreadGuard},
    {"async-mutex", TypeRole::AsyncMutex},
    {"async-guard", TypeRole::AsyncGuard},
    {"not-a-lock", TypeRole::NotALock},
    {"never-suspends", TypeRole::NeverSuspends},
    {"task", TypeRole::Task},
    {"async-condition", TypeRole::AsyncCondition},
    {"async-channel", TypeRole::AsyncChannel},
    {"thread-condition", TypeRole::ThreadCondition},
    {"task-scope", TypeRole::TaskScope},
    {"executor", TypeRole::Executor},
    {"wrapper", TypeRole::Wrapper},
    {"other", TypeRole::Other},
    {"container", TypeRole::Container},
    {"view", TypeRole::View},
    {"eager-task", TypeRole::EagerTask},
};

constexpr Word<CallRole> CallRoles[] = {
    {"none", CallRole::None},
    {"acquire", CallRole::Acquire},
    {"try-acquire", CallRole::TryAcquire},
    {"release", CallRole::Release},
    {"disown", CallRole::Disown},
    {"owns", CallRole::Owns},
    {"wait", CallRole::Wait},
    {"never-suspends", CallRole::NeverSuspends},
    {"spawn", CallRole::Spawn},
    {"join", CallRole::Join},
    {"switch", CallRole::Switch},
    {"offload", CallRole::Offload},
    {"block", CallRole::Block},
    {"acquire-guard", CallRole::AcquireGuard},
    {"run-locked", CallRole::RunLocked},
    {"notify", CallRole::Notify},
    {"push", CallRole::Push},
    {"pop", CallRole::Pop},
    {"fiber", CallRole::Fiber},
};

constexpr Word<GuardTag> GuardTags[] = {
    {"deferred", GuardTag::Deferred},
    {"adopted", GuardTag::Adopted},
    {"try", GuardTag::Try},
};

constexpr Word<EntryKey> EntryKeys[] = {
    {"type", EntryKey::Type},     {"function", EntryKey::Function},
    {"is", EntryKey::Is},         {"of", EntryKey::Of},
    {"locks", EntryKey::Locks},   {"methods", EntryKey::Methods},
    {"tags", EntryKey::Tags},     {"remedy", EntryKey::Remedy},
    {"source", EntryKey::Source}, {"invalidates", EntryKey::Invalidates},
    {"for", EntryKey::For},       {"instead", EntryKey::Instead},
    {"runs", EntryKey::Runs},
};

constexpr Word<Invalidation> Invalidations[] = {
    {"nothing", Invalidation::Nothing},
    {"everything", Invalidation::Everything},
    {"iterators", Invalidation::Iterators},
    {"end", Invalidation::End},
    {"references", Invalidation::References},
    {"views", Invalidation::Views},
    {"erased", Invalidation::Erased},
    {"elsewhere", Invalidation::Elsewhere},
};

constexpr Word<BlockReason> BlockReasons[] = {
    {"wait", BlockReason::Wait},   {"sleep", BlockReason::Sleep},
    {"reply", BlockReason::Reply}, {"disk", BlockReason::Disk},
    {"work", BlockReason::Work},   {"file", BlockReason::File},
    {"moment", BlockReason::Moment},
};

// spell() indexes by enumerator: each row must stand at its enumerator's place.
template <typename EnumT, size_t N>
constexpr bool isIndexed(const Word<EnumT> (&Rows)[N], EnumT Last) {
  for (size_t I = 0; I != N; ++I)
    if (static_cast<size_t>(Rows[I].Value) != I)
      return false;
  return N == static_cast<size_t>(Last) + 1;
}
static_assert(isIndexed(TypeRoles, TypeRole::EagerTask));
static_assert(isIndexed(CallRoles, CallRole::Fiber));
static_assert(isIndexed(GuardTags, GuardTag::Try));
static_assert(isIndexed(Invalidations, Invalidation::Elsewhere));
static_assert(isIndexed(EntryKeys, EntryKey::Runs));
static_assert(isIndexed(BlockReasons, BlockReason::Moment));

} // namespace

template <> llvm::ArrayRef<Word<TypeRole>> words() { return TypeRoles; }
template <> llvm::ArrayRef<Word<CallRole>> words() { return CallRoles; }
template <> llvm::ArrayRef<Word<GuardTag>> words() { return GuardTags; }
template <> llvm::ArrayRef<Word<EntryKey>> words() { return EntryKeys; }
template <> llvm::ArrayRef<Word<Invalidation>> words() {
  return Invalidations;
}
template <> llvm::ArrayRef<Word<BlockReason>> words() { return BlockReasons; }

bool isLockEffect(CallRole Role) {
  switch (Role) {
  case CallRole::Acquire:
  case CallRole::TryAcquire:
  case CallRole::Release:
  case CallRole::Disown:
  case CallRole::Owns:
  case CallRole::Wait:
  case CallRole::AcquireGuard:
  case CallRole::RunLocked:
  case CallRole::Notify:
  case CallRole::Push:
  case CallRole::Pop:
    return true;
  case CallRole::None:
  case CallRole::NeverSuspends:
  case CallRole::Spawn:
  case CallRole::Join:
  case CallRole::Switch:
  case CallRole::Offload:
  case CallRole::Block:
  case CallRole::Fiber:
    return false;
  }
  llvm_unreachable("unknown CallRole");
}

} // namespace async
