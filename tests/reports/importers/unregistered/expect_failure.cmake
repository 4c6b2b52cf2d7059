# Run by CTest: see CMakeLists.txt. PROJECT, GENERATOR and COMPILER are given.
set(body "#include \"reports/importers/importer.hpp\"
namespace assay {
namespace {
[[maybe_unused]] bool recognises(const Log&) { return false; }
[[maybe_unused]] Imported read(const Log&) { return {}; }
}  // namespace
")
set(registration "ASSAY_IMPORTER(recognises, read);\n")
set(importer ${PROJECT}/importers/forgotten.cpp)

function(build outcome output)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${PROJECT}/build
    RESULT_VARIABLE result OUTPUT_VARIABLE out ERROR_VARIABLE err)
  set(${outcome} ${result} PARENT_SCOPE)
  set(${output} "${out}${err}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${PROJECT}/build)
file(WRITE ${PROJECT}/importers/CMakeLists.txt "assay_importers()\n")
file(WRITE ${importer} "${body}${registration}}  // namespace\n")
execute_process(COMMAND ${CMAKE_COMMAND} -S ${PROJECT} -B ${PROJECT}/build -G ${GENERATOR}
  -D CMAKE_CXX_COMPILER=${COMPILER} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
build(result output)
if(result)
  message(FATAL_ERROR "the registered importer does not build either:\n${output}")
endif()

file(WRITE ${importer} "${body}}  // namespace\n")
build(result output)
if(NOT result)
  message(FATAL_ERROR "an importer without a registration was built")
endif()
if(NOT output MATCHES "importer_of_forgotten")
  message(FATAL_ERROR "the build failed for another reason:\n${output}")
endif()
