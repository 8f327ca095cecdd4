#include "UnitLimits.h"

#include "llvm/Support/ErrorHandling.h"

#include <csignal>
#include <new>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace async {

[[noreturn]] static void outOfMemory() {
  // Nothing that allocates.
  const char Text[] = "async-tidy: out of memory\n";
  (void)!write(STDERR_FILENO, Text, sizeof(Text) - 1);
  _exit(OutOfMemoryExit);
}

void limitProcess(unsigned Memory, unsigned Parent) {
  struct rlimit NoCore = {0, 0};
  setrlimit(RLIMIT_CORE, &NoCore);
  if (Memory) {
    std::set_new_handler(outOfMemory);
    llvm::install_bad_alloc_error_handler(
        [](void *, const char *, bool) { outOfMemory(); });
    const rlim_t Bytes = static_cast<rlim_t>(Memory) << 20;
    struct rlimit Space = {Bytes, Bytes};
    setrlimit(RLIMIT_AS, &Space);
  }
#ifdef __linux__
  if (Parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // It may have died before we asked.
    if (getppid() != static_cast<pid_t>(Parent))
      _exit(1);
  }
#endif
}

} // namespace async
