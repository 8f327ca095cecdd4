// Runs the program that is named: its coroutine on the main thread, two threads beside it.
#include "threads.h"

#include <cstdio>
#include <cstring>

using namespace threads;

static detail::started run(const registration &program) {
  co_await program.entry();
  pool().stop();
  main_loop().stop();
}

int main(int count, char **words) {
  const registration *program = registration::first;
  while (program && (count != 2 || std::strcmp(program->name, words[1]) != 0))
    program = program->next;
  if (!program) {
    std::fprintf(stderr, "no such program\n");
    return 2;
  }
  std::thread first([] { pool().run(); }), second([] { pool().run(); });
  main_loop().post([program] { run(*program); });
  main_loop().run();
  first.join();
  second.join();
}
