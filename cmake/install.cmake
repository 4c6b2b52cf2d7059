# What a machine without a build gets. Component `program`: what is ours, as a distribution's package holds it. Component
# `libraries`: what others wrote and a bare node lacks, for the bundle that is unpacked anywhere.
include(GNUInstallDirs)
set(modules assay_blas assay_topology)
if(ASSAY_WITH_CUDA)
  list(APPEND modules assay_cuda)
endif()

# RPATH and not RUNPATH: it holds for what carried libraries need themselves, too.
set_target_properties(assay PROPERTIES INSTALL_RPATH "$ORIGIN/../lib/assay")
set_target_properties(${modules} PROPERTIES INSTALL_RPATH "$ORIGIN")
foreach(target IN ITEMS assay ${modules})
  target_link_options(${target} PRIVATE LINKER:--disable-new-dtags)
endforeach()

install(TARGETS assay RUNTIME_DEPENDENCY_SET assay_needs RUNTIME COMPONENT program)
install(TARGETS ${modules} RUNTIME_DEPENDENCY_SET assay_needs LIBRARY DESTINATION lib/assay COMPONENT program)
install(DIRECTORY reports/profiles/ DESTINATION share/assay/profiles COMPONENT program FILES_MATCHING PATTERN "*.yaml")
install(FILES LICENSE README.md CHANGELOG.md docs/cli.md TYPE DOC COMPONENT program)

# glibc and the compiler's own libraries are on every system that can run this; a driver comes with its GPU.
set(everywhere "^ld-linux" "^libc\\.so" "^libm\\.so" "^libpthread\\.so" "^libdl\\.so" "^librt\\.so" "^libgcc_s\\.so"
  "^libstdc\\+\\+\\.so" "^libcuda\\.so")
install(RUNTIME_DEPENDENCY_SET assay_needs PRE_EXCLUDE_REGEXES ${everywhere}
  DIRECTORIES ${CUDAToolkit_LIBRARY_DIR} DESTINATION lib/assay COMPONENT libraries)

set(CPACK_PACKAGE_NAME assay)
set(CPACK_PACKAGE_CONTACT "the authors of assay")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "decides whether a node may join a GPU training cluster")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL program)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/lib ${CUDAToolkit_LIBRARY_DIR})
include(CPack)
