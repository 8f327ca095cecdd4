/// \file
/// Enough Markdown for a terminal.

#ifndef ASYNC_TIDY_TOOLS_ASYNCTIDY_MARKDOWN_H
#define ASYNC_TIDY_TOOLS_ASYNCTIDY_MARKDOWN_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

namespace async {

/// Prints \p Text for reading: headings and emphasis in bold, code in colour and
/// indented, links as their text with the address behind. Colour only where \p OS has colours enabled.
void renderMarkdown(llvm::StringRef Text, llvm::raw_ostream &OS);

} // namespace async

#endif // ASYNC_TIDY_TOOLS_ASYNCTIDY_MARKDOWN_H
