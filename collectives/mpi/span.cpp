#include "collectives/mpi/span.hpp"

#include <array>

#include "collectives/mpi/calls.hpp"
#include "collectives/mpi/pieces.hpp"

namespace assay {
namespace {

MPI_Datatype contiguous(int count, MPI_Datatype of) {
  MPI_Datatype made = MPI_DATATYPE_NULL;
  require_mpi(MPI_Type_contiguous(count, of, &made), "MPI_Type_contiguous");
  return made;
}

MPI_Datatype made_block(std::int64_t count, MPI_Datatype element, std::int64_t element_bytes) {
  const Blocks parts = blocks(count);
  MPI_Datatype one = contiguous(parts.block, element);
  std::array<MPI_Datatype, 2> types{contiguous(parts.blocks, one), contiguous(parts.rest, element)};
  const std::array<int, 2> each{1, 1};
  const std::array<MPI_Aint, 2> begins{0,
                                       static_cast<MPI_Aint>((count - parts.rest) * element_bytes)};
  MPI_Datatype made = MPI_DATATYPE_NULL;
  require_mpi(MPI_Type_create_struct(2, each.data(), begins.data(), types.data(), &made),
              "MPI_Type_create_struct");
  for (MPI_Datatype* part : {&one, &types.at(0), &types.at(1)}) MPI_Type_free(part);
  require_mpi(MPI_Type_commit(&made), "MPI_Type_commit");
  return made;
}

}  // namespace

MpiSpan::MpiSpan(std::int64_t count, MPI_Datatype element, std::int64_t element_bytes, bool whole)
    : count_(whole ? 1 : static_cast<int>(count)),
      type_(whole ? made_block(count, element, element_bytes) : element),
      made_(whole) {}

MpiSpan::~MpiSpan() {
  if (made_) MPI_Type_free(&type_);
}

}  // namespace assay
