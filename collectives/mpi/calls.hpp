#pragma once
#include <mpi.h>

#include <string>

#include "core/error.hpp"

namespace assay {

/// What MPI itself calls the error `code`.
[[nodiscard]] std::string mpi_words(int code);

/// Throws Error naming the call, MPI's own words and the caller's file:line unless `code` is
/// MPI_SUCCESS.
inline void require_mpi(int code, const char* call, Where at = Where::here()) {
  if (code != MPI_SUCCESS)
    throw Error(std::string(call) + ": " + mpi_words(code) + " (" + std::to_string(code) + ")", at);
}

}  // namespace assay
