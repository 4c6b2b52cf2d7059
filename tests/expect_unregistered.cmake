# Run by CTest: see unregistered.cmake, which gives PROJECT, GENERATOR, COMPILER, REGISTERED, FILE and SYMBOL.
function(build outcome output)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${PROJECT}/build
    RESULT_VARIABLE result OUTPUT_VARIABLE out ERROR_VARIABLE err)
  set(${outcome} ${result} PARENT_SCOPE)
  set(${output} "${out}${err}" PARENT_SCOPE)
endfunction()

file(READ ${REGISTERED} registered)
string(REGEX REPLACE "\nASSAY_[^\n]*" "" forgotten "${registered}")
if(forgotten STREQUAL registered)
  message(FATAL_ERROR "${REGISTERED} has no line that registers")
endif()

file(REMOVE_RECURSE ${PROJECT}/build)
file(WRITE ${PROJECT}/${FILE} "${registered}")
execute_process(COMMAND ${CMAKE_COMMAND} -S ${PROJECT} -B ${PROJECT}/build -G ${GENERATOR}
  -D CMAKE_CXX_COMPILER=${COMPILER} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
build(result output)
if(result)
  message(FATAL_ERROR "the registered file does not build either:\n${output}")
endif()

file(WRITE ${PROJECT}/${FILE} "${forgotten}")
build(result output)
if(NOT result)
  message(FATAL_ERROR "a file without a registration was built")
endif()
if(NOT output MATCHES "${SYMBOL}")
  message(FATAL_ERROR "the build failed for another reason:\n${output}")
endif()
