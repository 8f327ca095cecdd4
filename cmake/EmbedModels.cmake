# Text files as C++ data, so that a tool needs no data directory at run time.

# async_embed_text(<target> <output.inc> <delimiter> <file>...)
#   Writes one entry a file, sorted by name, each of the form
#     {"std.yaml", R"yaml(...)yaml"},
#   ready to be #included in an array initialiser, and makes <target> wait for it.
function(async_embed_text target output delimiter)
  list(SORT ARGN)
  set(list_file ${output}.files)
  list(JOIN ARGN "\n" names)
  file(CONFIGURE OUTPUT ${list_file} CONTENT "${names}\n" @ONLY)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DLIST=${list_file} -DOUTPUT=${output} -DDELIMITER=${delimiter}
            -P ${PROJECT_SOURCE_DIR}/cmake/EmbedText.cmake
    DEPENDS ${ARGN} ${list_file} ${PROJECT_SOURCE_DIR}/cmake/EmbedText.cmake
    COMMENT "Embedding ${delimiter} files in ${output}"
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

# async_embed_models(<target>): lib/Models/data/*.yaml as "Models/EmbeddedModels.inc".
function(async_embed_models target)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/lib/Models/data/*.yaml)
  async_embed_text(${target} ${PROJECT_BINARY_DIR}/lib/Models/EmbeddedModels.inc yaml ${files})
  target_include_directories(${target} PRIVATE ${PROJECT_BINARY_DIR}/lib/Models)
endfunction()

# async_embed_docs(<target>): docs/checks/*.md as "EmbeddedDocs.inc". Each target has its
# own copy: targets of different folders can't share the rule that makes it.
function(async_embed_docs target)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/checks/*.md)
  async_embed_text(${target} ${PROJECT_BINARY_DIR}/docs/${target}/EmbeddedDocs.inc md ${files})
  target_include_directories(${target} PRIVATE ${PROJECT_BINARY_DIR}/docs/${target})
endfunction()
