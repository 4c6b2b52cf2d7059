#pragma once
#include <mpi.h>

#include <cstdint>

namespace assay {

/// `count` elements as a call of MPI takes them: so many of a type, the number an int. Where it
/// would be too large, one block that holds them all. To be kept until the call has returned: MPI
/// keeps the type itself as long as it needs it.
class MpiSpan {
 public:
  /// Throws Error where MPI refuses. `whole`: hand over one block, not single elements.
  MpiSpan(std::int64_t count, MPI_Datatype element, std::int64_t element_bytes, bool whole);
  MpiSpan(const MpiSpan&) = delete;
  MpiSpan& operator=(const MpiSpan&) = delete;
  ~MpiSpan();

  [[nodiscard]] int count() const noexcept { return count_; }
  [[nodiscard]] MPI_Datatype type() const noexcept { return type_; }

 private:
  int count_;
  MPI_Datatype type_;
  bool made_;
};

}  // namespace assay
