# Writes OUT: what this build is, only when that changed.
execute_process(COMMAND git -C ${SOURCE} describe --always --dirty --abbrev=12
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT commit)
  set(commit unknown)
endif()
file(CONFIGURE OUTPUT ${OUT} CONTENT
"#pragma once
namespace assay {
inline constexpr const char* kVersion = \"${VERSION}\";
inline constexpr const char* kCommit = \"${commit}\";
inline constexpr const char* kBuild = \"${BUILD}\";
// Of what was compiled against; empty where that part was not built.
inline constexpr const char* kBuiltCuda = \"${CUDA}\";
inline constexpr const char* kBuiltNccl = \"${NCCL}\";
inline constexpr const char* kBuiltMpi = \"${MPI}\";
}  // namespace assay
")
