#pragma once
#include <string>

#include "collectives/communicator.hpp"
#include "collectives/operation.hpp"
#include "collectives/payload.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {

/// One collective as it is to be measured.
struct Call {
  Operation operation;
  ElementType type = ElementType::bf16;
  std::int64_t bytes = 0;
  bool in_place = false;
  Reduction reduction = Reduction::sum;
  int root = 0;
  bool graph = false;       ///< launched as a CUDA graph
  bool registered = false;  ///< on memory that the library knows beforehand
};

/// "bf16 sum in place": what is called, whatever its size.
inline std::string text_of(const Call& call) {
  std::string text(name(call.type));
  if (reduces(call.operation)) text += " " + std::string(name(call.reduction));
  if (call.in_place) text += " in place";
  if (call.graph) text += ", a graph";
  if (call.registered) text += ", registered";
  return text;
}

/// "all_reduce of 1048576 bytes of bf16 sum in place"
inline std::string text_of(const Call& call, std::int64_t bytes) {
  return std::string(name(call.operation)) + " of " + std::to_string(bytes) + " bytes of " +
         text_of(call);
}

}  // namespace assay::ASSAY_BACKEND
