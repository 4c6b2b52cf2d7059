# One .cpp in reports/importers/ reads the logs of one tool, named after the file (nccl_tests.cpp: nccl-tests);
# this writes the table of them. Nothing else has to be edited. Folders below hold what importers share, and the
# parts of long ones; one with a CMakeLists.txt is a library of its own. A file that registers nothing does not link.
#
# assay_importers([DEPS library ...] [PRIVATE target ...]): library assay_importers from the calling folder.
function(assay_importers)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "DEPS;PRIVATE")
  file(GLOB tools RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS *.cpp)
  file(GLOB parts RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS */*.cpp)
  foreach(part IN LISTS parts)
    get_filename_component(folder ${part} DIRECTORY)
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt)
      list(REMOVE_ITEM parts ${part})
    endif()
  endforeach()
  set(declarations "")
  set(rows "")
  foreach(file IN LISTS tools)
    string(REGEX REPLACE "\\.cpp$" "" name ${file})
    string(REPLACE "_" "-" tool ${name})
    set_source_files_properties(${file} PROPERTIES COMPILE_DEFINITIONS
      "ASSAY_IMPORTER_SYMBOL=importer_of_${name};ASSAY_IMPORTER_TOOL=\"${tool}\"")
    string(APPEND declarations "Importer importer_of_${name}();\n")
    string(APPEND rows "      importer_of_${name}(),\n")
  endforeach()
  file(CONFIGURE OUTPUT importers.cpp CONTENT
"#include \"reports/importers/importer.hpp\"
namespace assay {
${declarations}
std::vector<Importer> importers() {
  return {
${rows}  };
}
}  // namespace assay
")
  assay_library(importers SOURCES ${tools} ${parts} ${CMAKE_CURRENT_BINARY_DIR}/importers.cpp
    DEPS ${arg_DEPS} PRIVATE ${arg_PRIVATE})
endfunction()
