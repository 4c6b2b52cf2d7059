#include "collectives/mpi/types.hpp"

#include "collectives/mpi/arithmetic.hpp"
#include "collectives/mpi/calls.hpp"

namespace assay {
namespace {

MPI_Datatype own_number(ElementType type) {
  switch (type) {
    case ElementType::int8:
      return MPI_INT8_T;
    case ElementType::uint8:
      return MPI_UINT8_T;
    case ElementType::int32:
      return MPI_INT32_T;
    case ElementType::uint32:
      return MPI_UINT32_T;
    case ElementType::int64:
      return MPI_INT64_T;
    case ElementType::uint64:
      return MPI_UINT64_T;
    case ElementType::fp32:
      return MPI_FLOAT;
    case ElementType::fp64:
      return MPI_DOUBLE;
    default:
      return MPI_DATATYPE_NULL;
  }
}

MPI_Op own_op(Reduction reduction) {
  switch (reduction) {
    case Reduction::product:
      return MPI_PROD;
    case Reduction::minimum:
      return MPI_MIN;
    case Reduction::maximum:
      return MPI_MAX;
    default:
      return MPI_SUM;
  }
}

MPI_Datatype made_number(ElementType type) {
  MPI_Datatype made = MPI_DATATYPE_NULL;
  require_mpi(MPI_Type_contiguous(static_cast<int>(bytes_of(type)), MPI_BYTE, &made),
              "MPI_Type_contiguous");
  require_mpi(MPI_Type_commit(&made), "MPI_Type_commit");
  return made;
}

template <ElementType kType, Reduction kReduction>
void step(void* in, void* inout, int* count, MPI_Datatype* /*type*/) {
  combine(kType, kReduction, in, inout, *count);
}

template <ElementType kType>
MPI_User_function* step_of(Reduction reduction) {
  switch (reduction) {
    case Reduction::product:
      return step<kType, Reduction::product>;
    case Reduction::minimum:
      return step<kType, Reduction::minimum>;
    case Reduction::maximum:
      return step<kType, Reduction::maximum>;
    default:
      return step<kType, Reduction::sum>;
  }
}

MPI_User_function* step_of(ElementType type, Reduction reduction) {
  switch (type) {
    case ElementType::fp16:
      return step_of<ElementType::fp16>(reduction);
    case ElementType::bf16:
      return step_of<ElementType::bf16>(reduction);
    case ElementType::fp8_e4m3:
      return step_of<ElementType::fp8_e4m3>(reduction);
    default:
      return step_of<ElementType::fp8_e5m2>(reduction);
  }
}

MPI_Op made_op(ElementType type, Reduction reduction) {
  MPI_Op made = MPI_OP_NULL;
  require_mpi(MPI_Op_create(step_of(type, reduction), 1, &made), "MPI_Op_create");
  return made;
}

}  // namespace

MpiTypes::MpiTypes() {
  for (const ElementType type : kElementTypes) {
    const bool small = is_small_float(type);
    datatypes_.at(static_cast<std::size_t>(type)) = small ? made_number(type) : own_number(type);
    for (const Reduction reduction : kReductions)
      ops_.at(static_cast<std::size_t>(type)).at(static_cast<std::size_t>(reduction)) =
          small ? made_op(type, reduction) : own_op(reduction);
  }
}

void MpiTypes::free() noexcept {
  for (const ElementType type : kElementTypes) {
    if (!is_small_float(type)) continue;
    MPI_Type_free(&datatypes_.at(static_cast<std::size_t>(type)));
    for (MPI_Op& op : ops_.at(static_cast<std::size_t>(type))) MPI_Op_free(&op);
  }
}

MPI_Op MpiTypes::op(ElementType type, Reduction reduction) const noexcept {
  return ops_.at(static_cast<std::size_t>(type)).at(static_cast<std::size_t>(reduction));
}

}  // namespace assay
