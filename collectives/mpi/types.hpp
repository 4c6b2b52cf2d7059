#pragma once
#include <mpi.h>

#include <array>

#include "collectives/elements.hpp"

namespace assay {

/// MPI's types and reductions for our element types. MPI has no numbers of 8 or 16 bits with an
/// exponent: for these it is given types and functions of ours. To be made after MPI is
/// initialised.
class MpiTypes {
 public:
  /// Throws Error where MPI refuses.
  MpiTypes();
  MpiTypes(const MpiTypes&) = delete;
  MpiTypes& operator=(const MpiTypes&) = delete;
  ~MpiTypes() = default;
  /// To be called before MPI is finalised, and only then: what is not finalised is not given back.
  void free() noexcept;

  [[nodiscard]] MPI_Datatype datatype(ElementType type) const noexcept {
    return datatypes_.at(static_cast<std::size_t>(type));
  }
  /// An average is a sum here, which is divided once it is there.
  [[nodiscard]] MPI_Op op(ElementType type, Reduction reduction) const noexcept;

 private:
  std::array<MPI_Datatype, kElementTypes.size()> datatypes_{};
  std::array<std::array<MPI_Op, kReductions.size()>, kElementTypes.size()> ops_{};
};

/// True where MPI's own numbers do not do.
[[nodiscard]] constexpr bool is_small_float(ElementType type) noexcept {
  return type == ElementType::fp16 || type == ElementType::bf16 || type == ElementType::fp8_e4m3 ||
         type == ElementType::fp8_e5m2;
}

}  // namespace assay
