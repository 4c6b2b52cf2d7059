# One .cpp below suites/<suite>/ is one test: nothing else has to be edited. Its path is its id. It is compiled
# as C++ for the host device and, unless it says ASSAY_HOST_TEST, through a one-line .cu for CUDA.
# Folders that hold no tests: runner/ (plan, jobs, workers), machine/ (readers of sysfs and procfs), and common/ in a
# suite: what its tests share and takes long to compile, compiled once for each kind of device.
#
# assay_suites(backend extension [DEPS library ...]): library assay_suites_<backend> from the test files below the
# calling folder. A file that registers nothing does not link.
function(assay_suites backend extension)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "DEPS")
  file(GLOB tests RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS
    system/*.cpp memory/*.cpp compute/*.cpp link/*.cpp collective/*.cpp burnin/*.cpp)
  set(sources "")
  set(declarations "")
  set(calls "")
  foreach(file IN LISTS tests)
    file(STRINGS ${file} host_only REGEX "^ASSAY_HOST_TEST")
    if(host_only AND NOT backend STREQUAL host)
      continue()
    endif()
    string(REGEX REPLACE "\\.cpp$" "" path ${file})
    string(REPLACE "/" "." id ${path})
    string(MAKE_C_IDENTIFIER register_${path} symbol)
    set(source ${CMAKE_CURRENT_SOURCE_DIR}/${file})
    if(extension STREQUAL cu)
      set(source ${CMAKE_CURRENT_BINARY_DIR}/${backend}/${symbol}.cu)
      file(CONFIGURE OUTPUT ${source} CONTENT "#include \"suites/${file}\"\n")
    endif()
    list(APPEND sources ${source})
    set_source_files_properties(${source} PROPERTIES COMPILE_DEFINITIONS
      "ASSAY_BACKEND=${backend};ASSAY_TEST_SYMBOL=${symbol};ASSAY_TEST_ID=\"${id}\"")
    string(APPEND declarations "void ${symbol}(Registry& registry);\n")
    string(APPEND calls "  ${symbol}(registry);\n")
  endforeach()
  file(GLOB shared RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS */common/*.cpp)
  foreach(file IN LISTS shared)
    set(source ${CMAKE_CURRENT_SOURCE_DIR}/${file})
    if(extension STREQUAL cu)
      string(MAKE_C_IDENTIFIER ${file} name)
      set(source ${CMAKE_CURRENT_BINARY_DIR}/${backend}/${name}.cu)
      file(CONFIGURE OUTPUT ${source} CONTENT "#include \"suites/${file}\"\n")
    endif()
    list(APPEND sources ${source})
    set_source_files_properties(${source} PROPERTIES COMPILE_DEFINITIONS "ASSAY_BACKEND=${backend}")
  endforeach()
  set(table ${CMAKE_CURRENT_BINARY_DIR}/register_${backend}.cpp)
  file(CONFIGURE OUTPUT ${table} CONTENT
"#include \"suites/registry.hpp\"
namespace assay::${backend} {
${declarations}
void register_all(Registry& registry) {
${calls}}
}  // namespace assay::${backend}
")
  assay_library(suites_${backend} SOURCES ${sources} ${table} DEPS suites ${arg_DEPS})
endfunction()
