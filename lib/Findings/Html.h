/// \file
/// Text of others in a page of ours.

#ifndef ASYNC_TIDY_FINDINGS_HTML_H
#define ASYNC_TIDY_FINDINGS_HTML_H

#include "Findings/Story.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <string>

namespace async {

/// \p Text for HTML and SVG, between tags or in an attribute in double quotes. Bytes
/// that are not UTF-8, control characters, and those that change the direction of
/// writing are made visible: a source must look like what it is.
std::string html(llvm::StringRef Text);

/// Draws \p Told as an SVG of two lanes: the coroutine, in the function \p Function, and
/// who interferes. Time runs down. Steps are numbered from 1.
void drawStory(const Story &Told, llvm::StringRef Function, llvm::raw_ostream &OS);

} // namespace async

#endif // ASYNC_TIDY_FINDINGS_HTML_H
