# cmake --install: bin/, lib/async-tidy/, lib/cmake/AsyncTidy/, share/.

set(_tools async-tidy async-gate)
if(TARGET async-clangd)
  list(APPEND _tools async-clangd)
endif()

# The shared LLVM: beside the tools if a package puts it there, else where it was found.
set_target_properties(${_tools} PROPERTIES
  INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR};${LLVM_LIBRARY_DIR}")
install(TARGETS ${_tools} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS async-tidy-plugin async-clang-plugin LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/async-tidy)

# find_package(AsyncTidy) reads the second name.
foreach(_name IN ITEMS AsyncTidy.cmake AsyncTidyConfig.cmake)
  install(FILES ${PROJECT_SOURCE_DIR}/cmake/AsyncTidy.cmake
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/AsyncTidy RENAME ${_name})
endforeach()
install(PROGRAMS ${PROJECT_SOURCE_DIR}/tools/hooks/pre-commit
  DESTINATION ${CMAKE_INSTALL_DATADIR}/async-tidy/hooks)

foreach(_file IN ITEMS README.md LICENSE)
  if(EXISTS ${PROJECT_SOURCE_DIR}/${_file})
    install(FILES ${PROJECT_SOURCE_DIR}/${_file} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/async-tidy)
  endif()
endforeach()
if(EXISTS ${PROJECT_SOURCE_DIR}/docs)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/async-tidy)
endif()
