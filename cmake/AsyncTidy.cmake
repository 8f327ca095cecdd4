# For projects that use async-tidy: find_package(AsyncTidy), or include() this file, before
# the targets are made. See docs/integration.md.

# The gate reads what this has CMake write, of targets that are made from here on.
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Installed, this file lies in <prefix>/lib/cmake/AsyncTidy, or one level deeper.
set(_async_tidy_hints
  ${CMAKE_CURRENT_LIST_DIR}/../../../bin ${CMAKE_CURRENT_LIST_DIR}/../../../../bin
  ${CMAKE_CURRENT_LIST_DIR}/../build/bin)
find_program(ASYNC_TIDY_PROGRAM async-tidy HINTS ${_async_tidy_hints}
  DOC "async-tidy: clang-tidy with the async-* checks")
find_program(ASYNC_GATE_PROGRAM async-gate HINTS ${_async_tidy_hints}
  DOC "async-gate: the async-* checks over a whole project")

# async_tidy_add_gate(<name> [PATHS <path>...] [BASELINE <file>] [OPTIONS <option>...] [DEPENDS <target>...])
#   A target <name> that runs async-gate over the project, or the PATHS in it, and fails on
#   what it finds. With BASELINE, only on what is new, and a target <name>-baseline accepts
#   what is there. DEPENDS makes what has to be there first: generated headers.
function(async_tidy_add_gate name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "BASELINE" "PATHS;OPTIONS;DEPENDS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "async_tidy_add_gate(${name}): unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT ASYNC_GATE_PROGRAM)
    message(FATAL_ERROR "async_tidy_add_gate(${name}): there is no async-gate; install async-tidy, or set "
      "ASYNC_GATE_PROGRAM to the program")
  endif()
  if(NOT CMAKE_GENERATOR MATCHES "Ninja|Makefiles")
    message(FATAL_ERROR "async_tidy_add_gate(${name}): the generator '${CMAKE_GENERATOR}' writes no "
      "compile_commands.json; use Ninja or Makefiles")
  endif()
  set(command ${ASYNC_GATE_PROGRAM} -p ${CMAKE_BINARY_DIR} ${arg_OPTIONS})
  if(arg_BASELINE)
    get_filename_component(baseline ${arg_BASELINE} ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    add_custom_target(${name}-baseline
      COMMAND ${command} --baseline=${baseline} --update-baseline
      WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
      USES_TERMINAL VERBATIM)
    list(APPEND command --baseline=${baseline} --new-only)
  endif()
  add_custom_target(${name}
    COMMAND ${command} ${arg_PATHS}
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    USES_TERMINAL VERBATIM)
  if(arg_DEPENDS)
    add_dependencies(${name} ${arg_DEPENDS})
    if(TARGET ${name}-baseline)
      add_dependencies(${name}-baseline ${arg_DEPENDS})
    endif()
  endif()
endfunction()

# async_tidy_check_on_build(<target>... [ERRORS])
#   Each of the targets' C++ files is checked when it is compiled; with ERRORS, a finding
#   breaks the build.
function(async_tidy_check_on_build)
  cmake_parse_arguments(PARSE_ARGV 0 arg "ERRORS" "" "")
  if(NOT ASYNC_TIDY_PROGRAM)
    message(FATAL_ERROR "async_tidy_check_on_build: there is no async-tidy; install it, or set "
      "ASYNC_TIDY_PROGRAM to the program")
  endif()
  set(command ${ASYNC_TIDY_PROGRAM} --quiet -checks=-*,async-*)
  if(arg_ERRORS)
    list(APPEND command -warnings-as-errors=async-*)
  endif()
  foreach(target IN LISTS arg_UNPARSED_ARGUMENTS)
    set_property(TARGET ${target} PROPERTY CXX_CLANG_TIDY "${command}")
  endforeach()
endfunction()
