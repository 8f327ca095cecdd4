# A plugin links nothing from LLVM: the host has it already, and a second copy would
# register every command line option twice.

# async_add_plugin(<target> OUTPUT <name> HOST <program> REMEDY <text> SOURCES <file>...
#                  [LINK <library>...])
#   lib<name>-<LLVM major>.so with the checks in, for <program> of the LLVM that is built
#   against; any other is told so, with REMEDY as the way out, and stopped.
function(async_add_plugin target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "OUTPUT;HOST;REMEDY" "SOURCES;LINK")
  set(name ${arg_OUTPUT}-${LLVM_VERSION_MAJOR})
  add_library(${target} MODULE ${PROJECT_SOURCE_DIR}/tools/host/VersionGuard.cpp ${arg_SOURCES})
  async_use_options(${target})
  target_compile_definitions(${target} PRIVATE
    ASYNC_PLUGIN_FILE="lib${name}.so"
    ASYNC_PLUGIN_HOST="${arg_HOST}"
    ASYNC_PLUGIN_REMEDY="${arg_REMEDY}")
  target_link_libraries(${target} PRIVATE "$<LINK_LIBRARY:WHOLE_ARCHIVE,AsyncChecks>" ${arg_LINK})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name} PREFIX lib SUFFIX .so)
  if(APPLE)
    target_link_options(${target} PRIVATE -undefined dynamic_lookup)
  endif()
endfunction()
