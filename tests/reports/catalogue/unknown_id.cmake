# Run by CTest: a reason that is not in the catalogue must not build. COMPILER, SOURCE and FILE are given.
function(try_id id result output)
  execute_process(COMMAND ${COMPILER} -std=c++20 -fsyntax-only -I${SOURCE} "-DASSAY_TRIED_ID=\"${id}\"" ${FILE}
    RESULT_VARIABLE status ERROR_VARIABLE said)
  set(${result} ${status} PARENT_SCOPE)
  set(${output} "${said}" PARENT_SCOPE)
endfunction()

try_id(below-limit result output)
if(result)
  message(FATAL_ERROR "an id of the catalogue does not build:\n${output}")
endif()
try_id(below-limits result output)
if(NOT result)
  message(FATAL_ERROR "an id that is not in the catalogue was built")
endif()
if(NOT output MATCHES "no_such_reason_in_the_catalogue")
  message(FATAL_ERROR "the build failed for another reason:\n${output}")
endif()
