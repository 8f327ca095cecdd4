# One static library a folder of lib/, and for each a link that fails when the
# library uses a folder it does not declare.

# async_add_library(<Folder> [NO_CLANG] [TIDY] [DEPENDS <Folder>...])
#   The sources are all *.cpp of lib/<Folder>; the target is Async<Folder>.
#   NO_CLANG  its link check offers LLVM only
#   TIDY      its link check offers clang-tidy's archives too
# A folder that has no sources yet still passes on its dependencies.
function(async_add_library folder)
  set(dir ${PROJECT_SOURCE_DIR}/lib/${folder})
  cmake_parse_arguments(PARSE_ARGV 1 arg "NO_CLANG;TIDY" "" "DEPENDS")
  file(GLOB sources CONFIGURE_DEPENDS ${dir}/*.cpp ${dir}/*.h)
  list(TRANSFORM arg_DEPENDS PREPEND Async OUTPUT_VARIABLE deps)
  set(target Async${folder})

  if(NOT sources MATCHES "\\.cpp(;|$)")
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ${deps})
    target_include_directories(${target} INTERFACE ${PROJECT_SOURCE_DIR}/lib ${PROJECT_BINARY_DIR}/lib)
    return()
  endif()

  add_library(${target} STATIC ${sources})
  async_use_options(${target})
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/lib ${PROJECT_BINARY_DIR}/lib)
  target_link_libraries(${target} PUBLIC ${deps})

  # A static library never fails to link by itself, so link all of it, with what it
  # declares and nothing else. A wrong arrow shows as an undefined symbol.
  set(check async-link-${folder})
  add_library(${check} MODULE ${PROJECT_SOURCE_DIR}/cmake/Precompiled.cpp)
  set_target_properties(${check} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/link)
  set(hosts LLVM)
  if(NOT arg_NO_CLANG)
    list(APPEND hosts clang-cpp)
  endif()
  if(arg_TIDY)
    list(PREPEND hosts clangTidy)
  endif()
  target_link_libraries(${check} PRIVATE async_options
    "$<LINK_LIBRARY:WHOLE_ARCHIVE,${target}>" ${deps} ${hosts})
  if(NOT ASYNC_SANITIZE)
    target_link_options(${check} PRIVATE -Wl,--no-undefined)
  endif()
endfunction()
