# async_tidy_check_while_compiling(<target>... [CHECKS <globs>] [CONFIG_FILE <file>]
#                                  [WARNINGS_AS_ERRORS <globs>])
#
#   The checks report with the compiler's warnings when the targets are compiled. Without
#   options, the nearest .clang-tidy of each source says which. The compiler must be the
#   clang++ that the plugin is built for.
function(async_tidy_check_while_compiling)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "CHECKS;CONFIG_FILE;WARNINGS_AS_ERRORS" "")
  if(NOT arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "async_tidy_check_while_compiling: no target is named")
  endif()
  if(NOT AsyncTidy_COMPILER_PLUGIN)
    message(FATAL_ERROR "async_tidy_check_while_compiling: this package, for LLVM ${AsyncTidy_LLVM_VERSION}, has no "
      "compiler plugin. Install the one for LLVM 22, or call async_tidy_check_on_build.")
  endif()
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR
     NOT CMAKE_CXX_COMPILER_VERSION MATCHES "^${AsyncTidy_LLVM_VERSION}\\.")
    message(FATAL_ERROR "async_tidy_check_while_compiling: the plugin is for clang++ ${AsyncTidy_LLVM_VERSION}, "
      "and this project is compiled by ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} "
      "(${CMAKE_CXX_COMPILER}). Configure with -DCMAKE_CXX_COMPILER=clang++-<major>, or check with async-gate, "
      "which takes the compile commands of any compiler.")
  endif()

  set(options "-fplugin=${AsyncTidy_COMPILER_PLUGIN}")
  if(arg_CHECKS)
    list(APPEND options "-fplugin-arg-async-checks=${arg_CHECKS}")
  endif()
  if(arg_CONFIG_FILE)
    get_filename_component(file "${arg_CONFIG_FILE}" ABSOLUTE)
    list(APPEND options "-fplugin-arg-async-config-file=${file}")
  endif()
  if(arg_WARNINGS_AS_ERRORS)
    list(APPEND options "-fplugin-arg-async-warnings-as-errors=${arg_WARNINGS_AS_ERRORS}")
  endif()
  foreach(target IN LISTS arg_UNPARSED_ARGUMENTS)
    target_compile_options(${target} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:${options}>")
  endforeach()
endfunction()
