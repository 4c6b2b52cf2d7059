# Run by CTest: see CMakeLists.txt. PROJECT, GENERATOR and COMPILER are given.
set(body "#include \"suites/test.hpp\"
namespace assay::ASSAY_BACKEND {
namespace {
[[maybe_unused]] void forgotten(const Context&, Results&) {}
}  // namespace
")
set(registration "ASSAY_HOST_TEST(forgotten, .summary = \"a test\");\n")
set(test ${PROJECT}/system/forgotten.cpp)

function(build outcome output)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${PROJECT}/build
    RESULT_VARIABLE result OUTPUT_VARIABLE out ERROR_VARIABLE err)
  set(${outcome} ${result} PARENT_SCOPE)
  set(${output} "${out}${err}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${PROJECT}/build)
file(WRITE ${test} "${body}${registration}}  // namespace\n")
execute_process(COMMAND ${CMAKE_COMMAND} -S ${PROJECT} -B ${PROJECT}/build -G ${GENERATOR}
  -D CMAKE_CXX_COMPILER=${COMPILER} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
build(result output)
if(result)
  message(FATAL_ERROR "the registered file does not build either:\n${output}")
endif()

file(WRITE ${test} "${body}}  // namespace\n")
build(result output)
if(NOT result)
  message(FATAL_ERROR "a file without a registration was built")
endif()
if(NOT output MATCHES "register_system_forgotten")
  message(FATAL_ERROR "the build failed for another reason:\n${output}")
endif()
