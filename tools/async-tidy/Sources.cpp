#include "Sources.h"

#include "clang/Tooling/CommonOptionsParser.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/WithColor.h"

using namespace clang;

namespace async {

int runOnSources(llvm::SmallVectorImpl<const char *> &Args,
                 tooling::ToolAction &Action) {
  static llvm::cl::OptionCategory Category("async-tidy");
  int Count = static_cast<int>(Args.size());
  auto Parser =
      tooling::CommonOptionsParser::create(Count, Args.data(), Category);
  if (!Parser) {
    llvm::WithColor::error(llvm::errs(), "async-tidy")
        << llvm::toString(Parser.takeError()) << '\n';
    return 1;
  }
  tooling::ClangTool Tool(Parser->getCompilations(),
                          Parser->getSourcePathList());
  return Tool.run(&Action) ? 1 : 0;
}

} // namespace async
