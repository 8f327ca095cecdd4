# Finds LLVM and Clang and refuses every version but the one that was asked for: LLVM
# promises no C++ ABI between majors.

set(ASYNC_LLVM_MAJOR ${ASYNC_LLVM})
set(ASYNC_LLVM_MINOR 1)

find_package(LLVM REQUIRED CONFIG NO_DEFAULT_PATH PATHS ${ASYNC_LLVM_PREFIX}/lib/cmake/llvm)
find_package(Clang REQUIRED CONFIG NO_DEFAULT_PATH PATHS ${ASYNC_LLVM_PREFIX}/lib/cmake/clang)

if(NOT LLVM_VERSION_MAJOR EQUAL ASYNC_LLVM_MAJOR OR NOT LLVM_VERSION_MINOR EQUAL ASYNC_LLVM_MINOR)
  message(FATAL_ERROR "this build is for LLVM ${ASYNC_LLVM_MAJOR}.${ASYNC_LLVM_MINOR}, found "
    "${LLVM_PACKAGE_VERSION} in ${LLVM_DIR}. Set -DLLVM_DIR=<prefix>/lib/cmake/llvm of an LLVM "
    "${ASYNC_LLVM_MAJOR}.${ASYNC_LLVM_MINOR}.")
endif()
foreach(target clang-cpp LLVM clangTidy clangTidyMain clangQuery)
  if(NOT TARGET ${target})
    message(FATAL_ERROR "${Clang_DIR}/ClangTargets.cmake names no '${target}': async-tidy links the shared "
      "libraries libclang-cpp and libLLVM (built with CLANG_LINK_CLANG_DYLIB), and clang-tidy's archives. "
      "On Debian: apt-get install libclang-${ASYNC_LLVM}-dev llvm-${ASYNC_LLVM}-dev.")
  endif()
endforeach()
message(STATUS "LLVM ${LLVM_PACKAGE_VERSION} in ${LLVM_INSTALL_PREFIX}")

# What an installed async-tidy falls back to where no resource directory lies
# beside it.
set(ASYNC_RESOURCE_DIR ${LLVM_INSTALL_PREFIX}/lib/clang/${LLVM_VERSION_MAJOR})

# All of clang-tidy: its main, its modules, and what ClangTargets.cmake leaves out
# (the custom-check module needs clangQuery).
set(ASYNC_CLANG_TIDY_LIBRARIES clangTidyMain clangTidyUtils clangIncludeCleaner clangQuery)
