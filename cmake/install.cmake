# What a machine without a build gets. Component `program`: what is ours, as a distribution's package holds it, and the
# CUDA runtime, which no distribution has. Component `gpu_check`: scripts/gpu-check and what it runs. Component `libraries`:
# what others wrote and a bare node lacks, for the bundle that is unpacked anywhere.
include(GNUInstallDirs)
set(modules assay_blas assay_topology)
if(ASSAY_WITH_CUDA)
  list(APPEND modules assay_cuda)
endif()
if(TARGET assay_nccl)
  list(APPEND modules assay_nccl assay_nccl_profiler)
endif()

# RPATH and not RUNPATH: it holds for what carried libraries need themselves, too.
set_target_properties(assay PROPERTIES INSTALL_RPATH "$ORIGIN/../lib/assay")
set_target_properties(${modules} PROPERTIES INSTALL_RPATH "$ORIGIN")
foreach(target IN ITEMS assay ${modules})
  target_link_options(${target} PRIVATE LINKER:--disable-new-dtags)
endforeach()

install(TARGETS assay RUNTIME_DEPENDENCY_SET assay_needs RUNTIME COMPONENT program)
# What MPI needs is the node's own, or carried as a whole by the bundle; it is not gathered library by library.
if(ASSAY_WITH_MPI)
  set_target_properties(assay_mpi PROPERTIES INSTALL_RPATH "$ORIGIN")
  install(TARGETS assay_mpi LIBRARY DESTINATION lib/assay COMPONENT program)
endif()
# Whoever has a PostgreSQL server has its client library; a node without one has no use for the module.
set_target_properties(assay_postgresql PROPERTIES INSTALL_RPATH "$ORIGIN")
install(TARGETS assay_postgresql LIBRARY DESTINATION lib/assay COMPONENT program)
install(TARGETS ${modules} RUNTIME_DEPENDENCY_SET assay_needs LIBRARY DESTINATION lib/assay COMPONENT program)
install(DIRECTORY reports/profiles/ DESTINATION share/assay/profiles COMPONENT program FILES_MATCHING PATTERN "*.yaml")
install(FILES LICENSE README.md CHANGELOG.md TYPE DOC COMPONENT program)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program FILES_MATCHING PATTERN "*.md" PATTERN "*.png"
  PATTERN evidence EXCLUDE)
# Where the gate plugs in: to be looked at and copied, for no two sites are alike. Units lie where systemd finds them; nothing
# enables them.
install(DIRECTORY scripts/slurm scripts/prometheus scripts/grafana DESTINATION share/assay USE_SOURCE_PERMISSIONS COMPONENT program)
install(DIRECTORY scripts/systemd/ DESTINATION lib/systemd/system COMPONENT program)

# The manual page, and what makes shells complete, are made of what is installed. Where they go is where Debian's shells look.
set(words ${PROJECT_BINARY_DIR}/words)
install(CODE "
  file(MAKE_DIRECTORY ${words})
  execute_process(COMMAND ${PROJECT_SOURCE_DIR}/scripts/package.d/man-page ${PROJECT_SOURCE_DIR}/docs/cli.md ${PROJECT_VERSION}
    COMMAND gzip -9n OUTPUT_FILE ${words}/assay.1.gz COMMAND_ERROR_IS_FATAL ANY)
  foreach(shell IN ITEMS bash zsh fish)
    execute_process(COMMAND $<TARGET_FILE:assay> completion \${shell}
      OUTPUT_FILE ${words}/assay.\${shell} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()" COMPONENT program)
install(FILES ${words}/assay.1.gz DESTINATION share/man/man1 COMPONENT program)
install(FILES ${words}/assay.bash RENAME assay DESTINATION share/bash-completion/completions COMPONENT program)
install(FILES ${words}/assay.zsh RENAME _assay DESTINATION share/zsh/vendor-completions COMPONENT program)
install(FILES ${words}/assay.fish DESTINATION share/fish/vendor_completions.d COMPONENT program)
install(FILES LICENSE RENAME copyright TYPE DOC COMPONENT program)
# Pages carry Chart.js within the program; its licence wants to go with it.
if(EXISTS /usr/share/doc/libjs-chart.js/copyright)
  install(FILES /usr/share/doc/libjs-chart.js/copyright RENAME licence-chart.js.txt TYPE DOC COMPONENT program)
endif()

if(ASSAY_WITH_CUDA)
  # NVIDIA lets programs carry its runtime, with its licence: beside a toolkit, or where a wheel has it.
  get_target_property(cudart CUDA::cudart IMPORTED_LOCATION)
  file(REAL_PATH ${cudart} cudart)
  install(FILES ${cudart} RENAME libcudart.so.${CUDAToolkit_VERSION_MAJOR} DESTINATION lib/assay COMPONENT program)
  get_filename_component(toolkit ${CUDAToolkit_LIBRARY_DIR} DIRECTORY)
  file(GLOB cuda_licences ${toolkit}/EULA.txt ${toolkit}/../../EULA.txt
    ${toolkit}/dist-info/nvidia_cuda_runtime-*/licenses/License.txt ${toolkit}/dist-info/nvidia_cuda_runtime-*/License.txt
    ${CUDAToolkit_BIN_DIR}/../dist-info/nvidia_cuda_runtime-*/licenses/License.txt)
  if(cuda_licences)
    list(GET cuda_licences 0 cuda_licence)
    install(FILES ${cuda_licence} RENAME licence-cuda-runtime.txt TYPE DOC COMPONENT program)
  endif()
endif()

if(TARGET gpu_ports_test)
  set(gpu_programs gpu_ports_test gpu_faults_test gpu-baseline gpu-summary)
  set_target_properties(${gpu_programs} PROPERTIES INSTALL_RPATH "$ORIGIN/../../lib/assay")
  foreach(target IN LISTS gpu_programs)
    target_link_options(${target} PRIVATE LINKER:--disable-new-dtags)
  endforeach()
  install(TARGETS ${gpu_programs} RUNTIME_DEPENDENCY_SET assay_needs RUNTIME DESTINATION libexec/assay
    COMPONENT gpu_check)
  install(FILES scripts/gpu-check.d/torch_matmul.py DESTINATION libexec/assay COMPONENT gpu_check)
  install(PROGRAMS scripts/gpu-check DESTINATION scripts COMPONENT gpu_check)
endif()

# glibc and the compiler's own libraries are on every system that can run this; a driver comes with its GPU.
set(everywhere "^ld-linux" "^libc\\.so" "^libm\\.so" "^libpthread\\.so" "^libdl\\.so" "^librt\\.so" "^libgcc_s\\.so"
  "^libstdc\\+\\+\\.so" "^libcuda\\.so" "^libcudart\\.so")
install(RUNTIME_DEPENDENCY_SET assay_needs PRE_EXCLUDE_REGEXES ${everywhere}
  DESTINATION lib/assay COMPONENT libraries)

set(CPACK_PACKAGE_NAME assay)
set(CPACK_PACKAGE_CONTACT "the authors of assay")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "decides whether a node may join a GPU training cluster")
set(CPACK_PACKAGE_DESCRIPTION "Measures a node and holds what was found against a profile of limits. GPUs need an NVIDIA driver of 580 or newer,
their matrix products cuBLASLt 13.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL program)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/lib ${CUDAToolkit_LIBRARY_DIR})
include(CPack)
