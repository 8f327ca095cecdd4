# Names everything that is missing, at once, with the apt package that brings it.
# Runs before project(), so it looks for files only and compiles nothing.

set(ASYNC_LLVM 22 CACHE STRING "Major version of the LLVM to build against: 19 or 22")
set_property(CACHE ASYNC_LLVM PROPERTY STRINGS 19 22)
if(NOT ASYNC_LLVM MATCHES "^(19|22)$")
  message(FATAL_ERROR "ASYNC_LLVM is '${ASYNC_LLVM}'; async-tidy is written for LLVM 19 and 22: "
    "-DASYNC_LLVM=19 or -DASYNC_LLVM=22.")
endif()

# LLVM_DIR (CMake's own variable) wins, so that an LLVM elsewhere can be used.
if(LLVM_DIR)
  get_filename_component(_async_default_prefix "${LLVM_DIR}/../../.." ABSOLUTE)
else()
  set(_async_default_prefix /usr/lib/llvm-${ASYNC_LLVM})
endif()
set(ASYNC_LLVM_PREFIX "${_async_default_prefix}" CACHE PATH
    "Prefix of the LLVM ${ASYNC_LLVM}.1 to build against")

set(_async_missing "")
set(_async_packages "")

# async_need(<apt package> <what for> <file>...): each file must exist.
function(async_need package what)
  foreach(file IN LISTS ARGN)
    if(NOT EXISTS "${file}")
      string(APPEND _async_missing "\n  ${package}: ${what} (no ${file})")
      list(APPEND _async_packages ${package})
      break()
    endif()
  endforeach()
  set(_async_missing "${_async_missing}" PARENT_SCOPE)
  set(_async_packages "${_async_packages}" PARENT_SCOPE)
endfunction()

# async_need_program(<apt package> <what for> <program>)
function(async_need_program package what program)
  if(IS_ABSOLUTE "${program}")
    set(found "${program}")
  else()
    find_program(found NAMES "${program}" NO_CACHE)
  endif()
  if(NOT found OR NOT EXISTS "${found}")
    set(_async_missing "${_async_missing}\n  ${package}: ${what} (no '${program}' in PATH)" PARENT_SCOPE)
    set(_async_packages "${_async_packages};${package}" PARENT_SCOPE)
  endif()
endfunction()

set(_llvm ${ASYNC_LLVM_PREFIX})
async_need(llvm-${ASYNC_LLVM}-dev "LLVM's headers and CMake files" ${_llvm}/lib/cmake/llvm/LLVMConfig.cmake)
async_need(libclang-${ASYNC_LLVM}-dev "Clang's and clang-tidy's headers and libraries"
  ${_llvm}/lib/cmake/clang/ClangConfig.cmake ${_llvm}/include/clang-tidy/ClangTidyCheck.h
  ${_llvm}/lib/libclangTidyMain.a)
async_need(libclang-common-${ASYNC_LLVM}-dev "Clang's builtin headers" ${_llvm}/lib/clang/${ASYNC_LLVM}/include/stddef.h)
async_need(clang-${ASYNC_LLVM} "the compiler that the tests check fixed code with" ${_llvm}/bin/clang++)
if(CMAKE_GENERATOR STREQUAL "Ninja" AND NOT CMAKE_MAKE_PROGRAM)
  async_need_program(ninja-build "the build program" ninja)
endif()
if(CMAKE_CXX_COMPILER)
  get_filename_component(_async_compiler "${CMAKE_CXX_COMPILER}" NAME)
  string(REPLACE "clang++" "clang" _async_compiler_package "${_async_compiler}")
  async_need_program(${_async_compiler_package} "the C++ compiler of this preset" ${CMAKE_CXX_COMPILER})
endif()
if(ASYNC_LINKER)
  async_need_program(${ASYNC_LINKER}-${ASYNC_LLVM} "the linker" ld.${ASYNC_LINKER}-${ASYNC_LLVM})
endif()
if(ASYNC_SANITIZE AND CMAKE_CXX_COMPILER MATCHES clang)
  file(GLOB_RECURSE _async_runtime ${_llvm}/lib/clang/${ASYNC_LLVM}/lib/libclang_rt.asan*.a)
  if(NOT _async_runtime)
    async_need(libclang-rt-${ASYNC_LLVM}-dev "the sanitizers' runtime" ${_llvm}/lib/clang/${ASYNC_LLVM}/lib/libclang_rt.asan.a)
  endif()
endif()
if(ASYNC_TESTS)
  async_need(clang-tidy-${ASYNC_LLVM} "the stock host of the plugin" ${_llvm}/bin/clang-tidy)
  # Debian's packages of LLVM 19 have lit elsewhere than those of 22.
  set(ASYNC_LIT ${_llvm}/bin/lit)
  if(NOT EXISTS ${ASYNC_LIT} AND EXISTS ${_llvm}/build/utils/lit/lit.py)
    set(ASYNC_LIT ${_llvm}/build/utils/lit/lit.py)
  endif()
  async_need(llvm-${ASYNC_LLVM}-tools "lit, FileCheck, not, split-file"
    ${ASYNC_LIT} ${_llvm}/bin/FileCheck ${_llvm}/bin/not ${_llvm}/bin/split-file)
  async_need(libgtest-dev "unit tests" /usr/include/gtest/gtest.h)
  async_need(libgmock-dev "unit tests" /usr/include/gmock/gmock.h)
  async_need_program(python3 "test runners" python3)
endif()

if(_async_packages)
  list(REMOVE_DUPLICATES _async_packages)
  list(JOIN _async_packages " " _async_packages)
  message(FATAL_ERROR "async-tidy needs packages that are not installed:${_async_missing}\n"
    "Install them with tools/setup, or with:\n  sudo apt-get install ${_async_packages}\n"
    "An LLVM ${ASYNC_LLVM}.1 elsewhere: -DLLVM_DIR=<prefix>/lib/cmake/llvm. Without tests: -DASYNC_TESTS=OFF.")
endif()
