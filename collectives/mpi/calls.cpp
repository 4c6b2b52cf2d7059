#include "collectives/mpi/calls.hpp"

#include <array>

namespace assay {

std::string mpi_words(int code) {
  std::array<char, MPI_MAX_ERROR_STRING> text{};
  int length = 0;
  if (MPI_Error_string(code, text.data(), &length) != MPI_SUCCESS) return "unknown error";
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace assay
