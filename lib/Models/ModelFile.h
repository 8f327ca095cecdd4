//===- ModelFile.h - One model file, read and validated ---------*- C++ -*-===//
//
// Part of async-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From YAML text to models. Strict: what is not understood is an error with a
// place, because a model that is silently ignored makes the checks silently
// wrong. docs/models.md describes the format.
//
//===----------------------------------------------------------------------===//

#ifndef ASYNC_TIDY_MODELS_MODELFILE_H
#define ASYNC_TIDY_MODELS_MODELFILE_H

#include "Models/Model.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <string>
#include <vector>

namespace async {

/// What one file says, in the order of the file. Names are unique in each list.
struct ModelFile {
  std::string Library;
  std::vector<TypeModel> Types;
  std::vector<FunctionModel> Functions;
};

/// What follows the last `::` of a qualified name.
inline llvm::StringRef lastComponent(llvm::StringRef QualifiedName) {
  size_t Colons = QualifiedName.rfind("::");
  return Colons == llvm::StringRef::npos ? QualifiedName
                                         : QualifiedName.drop_front(Colons + 2);
}

/// Reads the text of one file; the buffer's name is the one in messages.
/// \returns `file:line:column: error: ...` for the first mistake.
llvm::Expected<ModelFile> parseModelFile(llvm::MemoryBufferRef Text);

} // namespace async

#endif // ASYNC_TIDY_MODELS_MODELFILE_H
