/// \file
/// A part of a run, done elsewhere.
///
/// The units of a project are dealt out by their commands and names alone, so that
/// every machine deals alike. What a shard found goes to a file; the files of all
/// shards together are the run.

#ifndef ASYNC_TIDY_PROJECT_SHARD_H
#define ASYNC_TIDY_PROJECT_SHARD_H

#include "Findings/Sources.h"
#include "Project/UnitResult.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace async {

/// The \p Index-th (from 1) of \p Count parts.
struct Shard {
  unsigned Index = 1;
  unsigned Count = 1;

  /// Reads `2/5`.
  static llvm::Expected<Shard> parse(llvm::StringRef Text);
};

/// The numbers of the units that belong to \p Part, rising. Every unit belongs to one
/// part, the parts differ by one unit at most, and the order of the database does not
/// matter. \p Names are what reports call the units.
std::vector<size_t> unitsOf(const Shard &Part,
                            llvm::ArrayRef<ProjectUnit> Units,
                            llvm::ArrayRef<std::string> Names);

/// Writes what became of the units \p Numbers of \p Total. \p Run identifies the
/// project and the options.
void writeShard(const Shard &Part, llvm::StringRef Run, size_t Total,
                llvm::ArrayRef<size_t> Numbers,
                llvm::ArrayRef<UnitResult> Results, Sources &Files,
                llvm::raw_ostream &OS);

/// The units of all shards, in the database's order. Fails, and says which file or
/// shard it is, unless \p Paths are all the shards of one run, each once and whole.
llvm::Expected<std::vector<UnitResult>>
mergeShards(llvm::ArrayRef<std::string> Paths, Sources &Files);

} // namespace async

#endif // ASYNC_TIDY_PROJECT_SHARD_H
