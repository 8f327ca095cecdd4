# cmake --install: bin/, lib/async-tidy/ (the plugins), lib/cmake/AsyncTidy/, share/.

set(_tools async-tidy)
foreach(_tool IN ITEMS async-gate async-clangd)
  if(TARGET ${_tool})
    list(APPEND _tools ${_tool})
  endif()
endforeach()
set(_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/AsyncTidy)

# The shared LLVM: beside the tools if a package puts it there, else where it was found.
set_target_properties(${_tools} PROPERTIES
  INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR};${LLVM_LIBRARY_DIR}")
install(TARGETS ${_tools} EXPORT AsyncTidyTargets RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
set(_plugins async-tidy-plugin)
if(TARGET async-clang-plugin)
  list(APPEND _plugins async-clang-plugin)
endif()
install(TARGETS ${_plugins}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/async-tidy
  PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
install(PROGRAMS ${PROJECT_SOURCE_DIR}/tools/hooks/pre-commit
  DESTINATION ${CMAKE_INSTALL_DATADIR}/async-tidy/hooks)

install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md ${PROJECT_SOURCE_DIR}/LICENSE
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
# What Debian wants to find in every package.
install(FILES ${PROJECT_SOURCE_DIR}/cmake/debian-copyright DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR})

# find_package(AsyncTidy).
include(CMakePackageConfigHelpers)
install(EXPORT AsyncTidyTargets NAMESPACE AsyncTidy:: DESTINATION ${_cmake_dir})
set(ASYNC_PLUGIN_DIR ${CMAKE_INSTALL_LIBDIR}/async-tidy)
set(_generated ${PROJECT_BINARY_DIR}/cmake)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/AsyncTidyConfig.cmake.in
  ${_generated}/AsyncTidyConfig.cmake
  INSTALL_DESTINATION ${_cmake_dir}
  PATH_VARS ASYNC_PLUGIN_DIR)
write_basic_package_version_file(${_generated}/AsyncTidyConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${_generated}/AsyncTidyConfig.cmake ${_generated}/AsyncTidyConfigVersion.cmake
  ${PROJECT_SOURCE_DIR}/cmake/AsyncTidy.cmake ${PROJECT_SOURCE_DIR}/cmake/AsyncTidyCompile.cmake
  DESTINATION ${_cmake_dir})
