# cmake --install: bin/, lib/async-tidy/, share/doc/async-tidy/.

set(_tools async-tidy async-gate)
if(TARGET async-clangd)
  list(APPEND _tools async-clangd)
endif()

# The shared LLVM: beside the tools if a package puts it there, else where it was found.
set_target_properties(${_tools} PROPERTIES
  INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR};${LLVM_LIBRARY_DIR}")
install(TARGETS ${_tools} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS async-tidy-plugin async-clang-plugin LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/async-tidy)

foreach(_file IN ITEMS README.md LICENSE)
  if(EXISTS ${PROJECT_SOURCE_DIR}/${_file})
    install(FILES ${PROJECT_SOURCE_DIR}/${_file} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/async-tidy)
  endif()
endforeach()
if(EXISTS ${PROJECT_SOURCE_DIR}/docs)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/async-tidy)
endif()
