#include "Project/Prefilter.h"

#include "Project/Keywords.h"
#include "Project/SearchPaths.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/DependencyScanning/DependencyScanningService.h"
#include "clang/DependencyScanning/DependencyScanningWorker.h"
#include "clang/Tooling/DependencyScanningTool.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <mutex>

using namespace clang;
using namespace clang::dependencies;
using namespace llvm;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace async {
namespace {

/// The real file system without what is no regular file or directory: to open a pipe
/// would block for good.
class RegularFilesOnly : public vfs::ProxyFileSystem {
public:
  RegularFilesOnly() : ProxyFileSystem(vfs::createPhysicalFileSystem()) {}

  ErrorOr<std::unique_ptr<vfs::File>>
  openFileForRead(const Twine &Path) override {
    ErrorOr<vfs::Status> Status = status(Path);
    if (!Status)
      return Status.getError();
    if (!Status->isRegularFile())
      return std::make_error_code(std::errc::not_supported);
    return ProxyFileSystem::openFileForRead(Path);
  }
};

class Files : public DependencyConsumer {
public:
  void handleDependencyOutputOpts(const DependencyOutputOptions &) override {}
  void handleFileDependency(StringRef Name) override {
    Names.push_back(Name.str());
  }
  void handlePrebuiltModuleDependency(PrebuiltModuleDep) override {
    UsesModules = true;
  }
  void handleModuleDependency(ModuleDeps) override { UsesModules = true; }
  void handleDirectModuleDependency(ModuleID) override { UsesModules = true; }
  void handleVisibleModule(std::string) override {}
  void handleContextHash(std::string) override {}

  std::vector<std::string> Names;
  bool UsesModules = false;
};

class NoModules : public DependencyActionController {
public:
  std::string lookupModuleOutput(const ModuleDeps &,
                                 ModuleOutputKind) override {
    return "";
  }
};

/// What a file's text says.
struct Text {
  bool Readable = false;
  bool Coroutines = false;
  bool CoroutineMacro = false;
  bool Further = false;
  /// What it asks `__has_include` for.
  std::vector<std::string> Asked;
};

/// True if the command itself says that text is not all there is.
bool hidesFiles(const ProjectUnit &Unit) {
  return llvm::any_of(Unit.Arguments, [](StringRef A) {
    return A.starts_with("-fmodule") || A.starts_with("-fprebuilt-module") ||
           A == "-include-pch" || A == "-Xclang" || A.contains("co_");
  });
}

} // namespace

class Prefilter::Impl {
public:
  explicit Impl(std::string ResourceDir)
      : ResourceDir(std::move(ResourceDir)),
        Service(ScanningMode::DependencyDirectivesScan,
                ScanningOutputFormat::Make) {
    // The scanner reads any text that a user may have; it must not take the gate
    // down with it.
    CrashRecoveryContext::Enable();
  }

  Relevance classify(const ProjectUnit &Unit) {
    Relevance Result;
    if (hidesFiles(Unit))
      return Result;
    Files Found;
    bool Scanned = false;
    CrashRecoveryContext Guard;
    if (!Guard.RunSafely([&] { Scanned = scan(Unit, Found); }) || !Scanned ||
        Found.UsesModules || Found.Names.empty())
      return Result;

    const SearchPaths Paths(Unit);
    const std::string Source = canonicalPath(Unit.File, Unit.Directory);
    Result.What = Relevance::None;
    for (const std::string &Name : Found.Names) {
      const std::string Path = canonicalPath(Name, Unit.Directory);
      const bool IsSystem = Path != Source &&
                            (Paths.isSystem(Path) ||
                             (!ResourceDir.empty() && isBelow(Path, ResourceDir)));
      const Text Says = read(Path);
      if (!Says.Readable) {
        Result.What = Relevance::Unknown;
        Result.Files.clear();
        Result.Inputs = UnitInputs();
        return Result;
      }
      Result.Inputs.Files.push_back(Path);
      if (IsSystem) {
        if (Says.CoroutineMacro && Result.What == Relevance::None)
          Result.What = Relevance::Unknown;
        continue;
      }
      Result.Files.push_back(Path);
      llvm::append_range(Result.Inputs.Asked, Says.Asked);
      if (Says.Coroutines)
        Result.What = Relevance::Coroutines;
      else if (Says.Further && Result.What == Relevance::None)
        Result.What = Relevance::Unknown;
    }
    return Result;
  }

private:
  bool scan(const ProjectUnit &Unit, Files &Found) {
    std::vector<std::string> Command = Unit.Arguments;
    // The scanner takes `..` out of names as text, which goes wrong behind a link. The
    // directory of the compiler is where the names of standard headers begin, and
    // /bin is a link on many systems.
    if (path::parent_path(Command[0]).empty()) {
      if (ErrorOr<std::string> Found = sys::findProgramByName(Command[0]))
        Command[0] = *Found;
    }
    if (!path::parent_path(Command[0]).empty())
      Command[0] = canonicalPath(Command[0], Unit.Directory);
    if (!ResourceDir.empty() &&
        llvm::none_of(Command, [](StringRef A) {
          return A.contains("-resource-dir");
        }))
      Command.insert(Command.begin() + 1, "-resource-dir=" + ResourceDir);
    DependencyScanningWorker Worker(Service,
                                    makeIntrusiveRefCnt<RegularFilesOnly>());
    NoModules Controller;
    // The base class counts errors: a header that is missing is one, and the scan
    // goes on without it.
    DiagnosticConsumer Errors;
    return tooling::computeDependencies(Worker, Unit.Directory, Command, Found,
                                        Controller, Errors) &&
           !Errors.getNumErrors();
  }

  Text read(StringRef Path) {
    {
      std::lock_guard<std::mutex> Lock(Guard);
      if (auto It = Known.find(Path); It != Known.end())
        return It->second;
    }
    Text Says;
    if (fs::is_regular_file(Path))
      if (ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer =
              MemoryBuffer::getFile(Path)) {
        StringRef Code = (*Buffer)->getBuffer();
        Says.Readable = true;
        Says.Coroutines = usesCoroutines(Code);
        Says.CoroutineMacro = Says.Coroutines && definesCoroutineMacro(Code);
        Says.Further = reachesFurther(Code);
        Says.Asked = askedForIncludes(Code);
      }
    std::lock_guard<std::mutex> Lock(Guard);
    Known[Path] = Says;
    return Says;
  }

  std::string ResourceDir;
  DependencyScanningService Service;
  std::mutex Guard;
  StringMap<Text> Known;
};

Prefilter::Prefilter(std::string ResourceDir)
    : Scanner(std::make_unique<Impl>(std::move(ResourceDir))) {}
Prefilter::~Prefilter() = default;

Relevance Prefilter::classify(const ProjectUnit &Unit) {
  return Scanner->classify(Unit);
}

} // namespace async
