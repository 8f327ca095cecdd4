/// \file
/// On POSIX calls and not on llvm::sys: that waits with alarm(), which is one for the
/// process, and starts no process groups, without which a compiler's children outlive
/// it.

#include "Project/Workers.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char **environ;

using namespace llvm;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace async {
namespace {

using Clock = std::chrono::steady_clock;

struct Child {
  size_t Index;
  pid_t Pid;
  Clock::time_point Start;
  bool TimedOut = false;
};

class Pool {
public:
  Pool(const WorkerLimits &Limits, StringRef Scratch) : Limits(Limits), Scratch(Scratch) {}

  /// Starts \p Command; returns 0 or an errno.
  int start(size_t Index, const std::vector<std::string> &Command) {
    std::vector<char *> Args;
    for (const std::string &Word : Command)
      Args.push_back(const_cast<char *>(Word.c_str()));
    Args.push_back(nullptr);

    posix_spawn_file_actions_t Files;
    posix_spawn_file_actions_init(&Files);
    const int Write = O_WRONLY | O_CREAT | O_TRUNC;
    std::string Output = file(Index, "out"), Errors = file(Index, "err");
    posix_spawn_file_actions_addopen(&Files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&Files, 1, Output.c_str(), Write, 0600);
    posix_spawn_file_actions_addopen(&Files, 2, Errors.c_str(), Write, 0600);

    // A group of its own: a Ctrl-C of the terminal reaches us alone, and a kill of
    // the group reaches what the program started.
    posix_spawnattr_t Attributes;
    posix_spawnattr_init(&Attributes);
    sigset_t Default;
    sigemptyset(&Default);
    for (int Signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE})
      sigaddset(&Default, Signal);
    posix_spawnattr_setsigdefault(&Attributes, &Default);
    posix_spawnattr_setpgroup(&Attributes, 0);
    posix_spawnattr_setflags(&Attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);

    pid_t Pid = 0;
    int Failed = posix_spawn(&Pid, Args[0], &Files, &Attributes, Args.data(),
                             environ);
    posix_spawnattr_destroy(&Attributes);
    posix_spawn_file_actions_destroy(&Files);
    if (!Failed)
      Running.push_back({Index, Pid, Clock::now()});
    return Failed;
  }

  /// Takes one that has ended out of those that run; false if none has.
  bool reap(size_t &Index, Outcome &Result) {
    for (auto I = Running.begin(); I != Running.end(); ++I) {
      int Status = 0;
      pid_t Ended = waitpid(I->Pid, &Status, WNOHANG);
      if (Ended == 0 || (Ended < 0 && errno == EINTR))
        continue;
      // What it left behind in its group.
      kill(-I->Pid, SIGKILL);
      Index = I->Index;
      Result = Outcome();
      if (I->TimedOut) {
        Result.How = Outcome::TimedOut;
      } else if (Ended > 0 && WIFEXITED(Status)) {
        Result.How = Outcome::Exited;
        Result.Code = WEXITSTATUS(Status);
      } else {
        Result.How = Outcome::Killed;
        Result.Code = Ended > 0 ? WTERMSIG(Status) : 0;
      }
      Result.Output = take(Index, "out");
      Result.Errors = take(Index, "err");
      Running.erase(I);
      return true;
    }
    return false;
  }

  void killLate() {
    if (!Limits.Seconds)
      return;
    const auto Now = Clock::now();
    for (Child &C : Running)
      if (!C.TimedOut && Now - C.Start > std::chrono::seconds(Limits.Seconds)) {
        C.TimedOut = true;
        kill(-C.Pid, SIGKILL);
      }
  }

  void killAll() {
    for (Child &C : Running)
      kill(-C.Pid, SIGKILL);
    for (Child &C : Running)
      while (waitpid(C.Pid, nullptr, 0) < 0 && errno == EINTR) {
      }
  }

  std::vector<Child> Running;

private:
  std::string file(size_t Index, StringRef Kind) {
    SmallString<128> Path(Scratch);
    path::append(Path, utostr(Index) + "." + Kind);
    return std::string(Path);
  }

  std::string take(size_t Index, StringRef Kind) {
    std::string Path = file(Index, Kind);
    std::string Text;
    if (ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer =
            MemoryBuffer::getFile(Path, /*IsText=*/false,
                                  /*RequiresNullTerminator=*/false))
      Text = (*Buffer)->getBuffer().str();
    fs::remove(Path);
    return Text;
  }

  const WorkerLimits &Limits;
  StringRef Scratch;
};

} // namespace

void runWorkers(ArrayRef<std::vector<std::string>> Commands,
                const WorkerLimits &Limits, StringRef Scratch,
                const std::atomic<bool> &Stop,
                std::function<void(size_t)> Started,
                std::function<void(size_t, Outcome)> Done) {
  Pool Workers(Limits, Scratch);
  size_t Next = 0;
  while (!Stop && (Next != Commands.size() || !Workers.Running.empty())) {
    bool Progress = false;
    while (Next != Commands.size() &&
           Workers.Running.size() < std::max(1u, Limits.Jobs)) {
      size_t Index = Next++;
      Progress = true;
      if (int Failed = Workers.start(Index, Commands[Index])) {
        Outcome Result;
        Result.How = Outcome::NotStarted;
        Result.Errors = std::strerror(Failed);
        Done(Index, std::move(Result));
        continue;
      }
      Started(Index);
    }
    size_t Index;
    Outcome Result;
    while (Workers.reap(Index, Result)) {
      Progress = true;
      Done(Index, std::move(Result));
    }
    Workers.killLate();
    if (!Progress)
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  std::vector<Child> Left = Workers.Running;
  Workers.killAll();
  for (const Child &C : Left)
    Done(C.Index, Outcome());
  for (; Next != Commands.size(); ++Next)
    Done(Next, Outcome());
}

} // namespace async
