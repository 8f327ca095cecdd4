# How our own code is compiled: one set of flags for every target, because they all
# share one precompiled header.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
# -O2 without debug information: the quickest build whose speed is worth measuring.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

option(ASYNC_PRECOMPILE_HEADERS "Share one precompiled header" ON)
set(ASYNC_LINKER "" CACHE STRING "Linker for -fuse-ld= (lld); empty: the compiler's own")
set(ASYNC_SANITIZE "" CACHE STRING "Sanitizers for our code, as in -fsanitize=")

add_library(async_options INTERFACE)
separate_arguments(_async_llvm_definitions NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(async_options INTERFACE ${_async_llvm_definitions})
target_include_directories(async_options SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
target_compile_options(async_options INTERFACE
  -Wall -Wextra -Wno-unused-parameter -Wno-comment
  -Werror=return-type -Werror=switch -Werror=uninitialized
  -fvisibility-inlines-hidden)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  target_compile_options(async_options INTERFACE
    -fcolor-diagnostics -Wnon-virtual-dtor -Wextra-semi -Wimplicit-fallthrough)
else()
  # g++ 12 warns about code inside LLVM's headers once it is inlined into ours.
  target_compile_options(async_options INTERFACE
    -fdiagnostics-color=always -Wno-dangling-reference -Wno-array-bounds -Wno-stringop-overflow
    -Wno-maybe-uninitialized -Wno-nonnull -Wno-redundant-move -Wno-missing-field-initializers)
endif()

# A class of ours derives from LLVM's: typeinfo and unwinding must follow LLVM's build.
if(NOT LLVM_ENABLE_RTTI)
  target_compile_options(async_options INTERFACE -fno-rtti)
endif()
if(NOT LLVM_ENABLE_EH)
  target_compile_options(async_options INTERFACE -fno-exceptions)
endif()

if(ASYNC_LINKER)
  target_link_options(async_options INTERFACE -fuse-ld=${ASYNC_LINKER})
endif()
if(ASYNC_SANITIZE)
  target_compile_options(async_options INTERFACE
    -fsanitize=${ASYNC_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined -gline-tables-only)
  target_link_options(async_options INTERFACE -fsanitize=${ASYNC_SANITIZE})
endif()

# The precompiled header is built once, for this target; every other target reuses it.
add_library(async_pch STATIC ${PROJECT_SOURCE_DIR}/cmake/Precompiled.cpp)
target_link_libraries(async_pch PRIVATE async_options)
if(ASYNC_PRECOMPILE_HEADERS)
  target_precompile_headers(async_pch PRIVATE ${PROJECT_SOURCE_DIR}/cmake/Precompiled.h)
endif()

# async_use_options(<target>): our flags and the shared precompiled header.
function(async_use_options target)
  target_link_libraries(${target} PRIVATE async_options)
  if(ASYNC_PRECOMPILE_HEADERS)
    target_precompile_headers(${target} REUSE_FROM async_pch)
  endif()
endfunction()
