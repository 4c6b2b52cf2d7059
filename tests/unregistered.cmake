# A file that must register something and does not must not build: a small project made by the rules of the real
# folder (project.cmake.in, program.cpp) is built with forgotten.cpp as `file`, and again without the line in which
# it registers, which must fail for `symbol`.
function(assay_unregistered_test name file symbol label)
  set(project ${CMAKE_CURRENT_BINARY_DIR}/project)
  set(source ${PROJECT_SOURCE_DIR})
  configure_file(project.cmake.in ${project}/CMakeLists.txt @ONLY)
  configure_file(program.cpp ${project}/program.cpp COPYONLY)
  add_test(NAME ${name}
    COMMAND ${CMAKE_COMMAND} -D PROJECT=${project} -D GENERATOR=${CMAKE_GENERATOR} -D COMPILER=${CMAKE_CXX_COMPILER}
      -D REGISTERED=${CMAKE_CURRENT_SOURCE_DIR}/forgotten.cpp -D FILE=${file} -D SYMBOL=${symbol}
      -P ${PROJECT_SOURCE_DIR}/tests/expect_unregistered.cmake)
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT 300)
endfunction()
