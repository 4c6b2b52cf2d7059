# The one place that knows compiler flags; every target links assay_flags PRIVATE.
add_library(assay_flags INTERFACE)
target_compile_features(assay_flags INTERFACE cxx_std_20)
# Members left out of a designated initialiser keep their defaults: that is what they are for.
set(warnings -Wall -Wextra -Wconversion -Wshadow -Wno-missing-field-initializers)
# GCC 12 sees overlapping copies in std::string where there are none (its bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  list(APPEND warnings "$<$<CONFIG:Release>:-Wno-restrict>")
endif()
# Errors where we develop; a user's newer compiler may warn of what ours does not know.
if(ASSAY_WERROR)
  list(APPEND warnings -Werror)
endif()
target_compile_options(assay_flags INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:${warnings}>")
if(ASSAY_WITH_CUDA)
  # -std by hand: CMake 3.25 does not know that nvcc has C++20.
  # A kernel whose registers do not suffice is slow everywhere: never built here, never shipped.
  set(cuda_flags -std=c++20 -Xcompiler=-Wall,-Wextra,-Wshadow,-Wno-missing-field-initializers -Xptxas=--warn-on-spills)
  if(ASSAY_WERROR OR ASSAY_GPU_CHECK)
    list(APPEND cuda_flags -Xptxas=-Werror)
  endif()
  if(ASSAY_WERROR)
    list(APPEND cuda_flags --Werror=all-warnings -Xcompiler=-Werror)
  endif()
  target_compile_options(assay_flags INTERFACE "$<$<COMPILE_LANGUAGE:CUDA>:${cuda_flags}>")
endif()

# assay_library(name SOURCES a.cpp ... [DEPS core ...] [PRIVATE target ...]):
# static library assay_<name>, alias assay::<name>. DEPS are ours and public; PRIVATE are others' and hidden.
function(assay_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPS;PRIVATE")
  add_library(assay_${name} STATIC ${arg_SOURCES})
  add_library(assay::${name} ALIAS assay_${name})
  target_include_directories(assay_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  list(TRANSFORM arg_DEPS PREPEND assay::)
  target_link_libraries(assay_${name} PUBLIC ${arg_DEPS} PRIVATE assay_flags ${arg_PRIVATE})
  set_target_properties(assay_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endfunction()

# assay_module(name SOURCES a.cpp ... [DEPS core ...] [PRIVATE target ...]): lib/libassay_<name>.so, opened at run
# time where its libraries are, never linked.
function(assay_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPS;PRIVATE")
  add_library(assay_${name} MODULE ${arg_SOURCES})
  target_include_directories(assay_${name} PRIVATE ${PROJECT_SOURCE_DIR})
  list(TRANSFORM arg_DEPS PREPEND assay::)
  target_link_libraries(assay_${name} PRIVATE assay_flags ${arg_DEPS} ${arg_PRIVATE})
  set_target_properties(assay_${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib
    CXX_VISIBILITY_PRESET hidden)
endfunction()
