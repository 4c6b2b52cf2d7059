#include "collectives/operation.hpp"

#include <algorithm>

namespace assay {
namespace {

constexpr std::array<std::string_view, kOperations.size()> kNames{
    "all_reduce", "all_gather",   "reduce_scatter", "broadcast", "reduce",
    "all_to_all", "all_to_all_v", "gather",         "scatter",   "send_receive"};

}  // namespace

std::string_view name(Operation operation) noexcept {
  return kNames.at(static_cast<std::size_t>(operation));
}

std::optional<Operation> operation_from_name(std::string_view text) noexcept {
  const auto* found = std::find(kNames.begin(), kNames.end(), text);
  if (found == kNames.end()) return std::nullopt;
  return kOperations.at(static_cast<std::size_t>(found - kNames.begin()));
}

bool reduces(Operation operation) noexcept {
  return operation == Operation::all_reduce || operation == Operation::reduce_scatter ||
         operation == Operation::reduce;
}

bool has_in_place(Operation operation) noexcept {
  return reduces(operation) || operation == Operation::all_gather ||
         operation == Operation::broadcast;
}

Extent extent_of(Operation operation, std::int64_t bytes, std::int64_t element_bytes,
                 int ranks) noexcept {
  const std::int64_t all = bytes / element_bytes;
  const std::int64_t whole = std::max<std::int64_t>(all, 1);
  const std::int64_t share = std::max<std::int64_t>(all / ranks, 1);
  switch (operation) {
    case Operation::all_gather:
    case Operation::gather:
      return {share, share, share * ranks};
    case Operation::reduce_scatter:
    case Operation::scatter:
      return {share, share * ranks, share};
    case Operation::all_to_all:
    case Operation::all_to_all_v:
      return {share, share * ranks, share * ranks};
    case Operation::all_reduce:
    case Operation::broadcast:
    case Operation::reduce:
    case Operation::send_receive:
      break;
  }
  return {whole, whole, whole};
}

std::int64_t size_of(const Extent& extent, std::int64_t element_bytes) noexcept {
  return std::max(extent.send, extent.receive) * element_bytes;
}

double bus_factor(Operation operation, int ranks) noexcept {
  if (ranks <= 1) return 0;
  const double others = static_cast<double>(ranks - 1) / static_cast<double>(ranks);
  switch (operation) {
    case Operation::all_reduce:
      return 2 * others;
    case Operation::all_gather:
    case Operation::reduce_scatter:
    case Operation::all_to_all:
    case Operation::all_to_all_v:
    case Operation::gather:
    case Operation::scatter:
      return others;
    case Operation::broadcast:
    case Operation::reduce:
    case Operation::send_receive:
      break;
  }
  return 1;
}

}  // namespace assay
