# cpack: a .deb for Debian 12, and a tar.zst of the same tree.

set(CPACK_GENERATOR "DEB;TZST")
set(CPACK_PACKAGE_NAME async-tidy)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "State hazards across co_await in C++20 coroutines")
set(CPACK_PACKAGE_VENDOR "async-tidy")
set(CPACK_PACKAGE_CONTACT "async-tidy maintainers <async-tidy@users.noreply.github.com>")
set(CPACK_PACKAGE_FILE_NAME
  "async-tidy-${PROJECT_VERSION}-llvm${LLVM_VERSION_MAJOR}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_THREADS 0)

# The plugins and the programs share classes with LLVM, which keeps their layout within
# major.minor and no longer. The tilde: no snapshot before 22.2 is one of 22.1.
math(EXPR _next_minor "${LLVM_VERSION_MINOR} + 1")
set(_from ">= 1:${LLVM_VERSION_MAJOR}.${LLVM_VERSION_MINOR}")
set(_until "<< 1:${LLVM_VERSION_MAJOR}.${_next_minor}~")
function(async_pin variable)
  set(pins "")
  foreach(package IN LISTS ARGN)
    list(APPEND pins "${package} (${_from})" "${package} (${_until})")
  endforeach()
  list(JOIN pins ", " pins)
  set(${variable} "${pins}" PARENT_SCOPE)
endfunction()
set(_major ${LLVM_VERSION_MAJOR})
async_pin(CPACK_DEBIAN_PACKAGE_DEPENDS libllvm${_major} libclang-cpp${_major} libclang-common-${_major}-dev)
# Those that load the plugins; they check the version themselves.
async_pin(CPACK_DEBIAN_PACKAGE_RECOMMENDS clang-tidy-${_major} clang-${_major})
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RELEASE "1~llvm${_major}")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_COMPRESSION_TYPE gzip) # quick, and every dpkg reads it
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"async-tidy is a module of clang-tidy for C++20 coroutines. It finds code
that is right between two suspension points and wrong across one: a lock
held while the coroutine waits, state that was checked before and is
relied on after, an iterator into what other tasks change.

The package has the program async-tidy (clang-tidy with the checks),
async-clangd (clangd with the checks), async-gate (the checks over a
project, with a verdict), and plugins for clang-tidy-${_major} and
clang++-${_major}.")
include(CPack)
