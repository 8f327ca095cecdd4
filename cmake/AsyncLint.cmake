# lint: our own checks and those of clang-tidy that .clang-tidy names, over lib/ and tools/.
# A few minutes on two cores, so CI does not run it; contributing.md says when to.

find_program(ASYNC_RUN_CLANG_TIDY NAMES run-clang-tidy-${LLVM_VERSION_MAJOR} run-clang-tidy
  HINTS ${LLVM_TOOLS_BINARY_DIR})
if(ASYNC_RUN_CLANG_TIDY)
  # The compile commands name the precompiled header, which async-tidy of the same LLVM reads.
  add_custom_target(lint
    COMMAND ${ASYNC_RUN_CLANG_TIDY} -quiet -p ${PROJECT_BINARY_DIR}
      -clang-tidy-binary $<TARGET_FILE:async-tidy> -warnings-as-errors=*
      "^${PROJECT_SOURCE_DIR}/(lib|tools)/.*"
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    DEPENDS async-tidy async_pch
    USES_TERMINAL VERBATIM)
endif()
