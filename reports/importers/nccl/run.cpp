#include "reports/importers/nccl/run.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"

namespace assay::nccl_tests {
namespace {

constexpr std::array<std::pair<std::string_view, std::int64_t>, 17> kTypes{{{"float", 4},
                                                                            {"half", 2},
                                                                            {"double", 8},
                                                                            {"bfloat16", 2},
                                                                            {"int8", 1},
                                                                            {"uint8", 1},
                                                                            {"int32", 4},
                                                                            {"uint32", 4},
                                                                            {"int64", 8},
                                                                            {"uint64", 8},
                                                                            {"fp8_e4m3", 1},
                                                                            {"fp8_e5m2", 1},
                                                                            {"f8e4m3", 1},
                                                                            {"f8e5m2", 1},
                                                                            {"char", 1},
                                                                            {"int", 4},
                                                                            {"float8", 1}}};

constexpr std::array<std::pair<std::string_view, Operation>, 11> kPrograms{
    {{"all_reduce", Operation::all_reduce},
     {"all_gather", Operation::all_gather},
     {"reduce_scatter", Operation::reduce_scatter},
     {"broadcast", Operation::broadcast},
     {"reduce", Operation::reduce},
     {"alltoall", Operation::all_to_all},
     {"alltoallv", Operation::all_to_all_v},
     {"gather", Operation::gather},
     {"scatter", Operation::scatter},
     {"sendrecv", Operation::send_receive},
     {"all_to_all", Operation::all_to_all}}};

/// Is the size that of all ranks' parts together, or of one buffer?
bool size_is_of_all(Operation operation) {
  return operation == Operation::all_gather || operation == Operation::reduce_scatter ||
         operation == Operation::all_to_all || operation == Operation::gather ||
         operation == Operation::scatter;
}

bool has_root(Operation operation) {
  return operation == Operation::broadcast || operation == Operation::reduce ||
         operation == Operation::gather || operation == Operation::scatter;
}

/// Today's versions print both columns for all; those before 2.12 only what an operation has,
/// besides a blank reduction for alltoall.
bool prints_such_columns(Operation operation, const NcclRun& run) {
  if (run.reduction_column && run.root_column) return true;
  if (run.root_column != has_root(operation)) return false;
  return run.reduction_column == (reduces(operation) || operation == Operation::all_to_all);
}

bool fits(Operation operation, const Row& row) {
  const bool computes = !row.reduction.empty() && row.reduction != "none";
  // sendrecv prints the reduction that it was given and does not use.
  if (computes != reduces(operation) && !(computes && operation == Operation::send_receive))
    return false;
  if (has_root(operation) != row.root.has_value()) return false;
  const bool checked_in_place = row.in_place && (row.in_place->wrong || row.in_place->error);
  if (checked_in_place &&
      (operation == Operation::send_receive || operation == Operation::all_to_all))
    return false;
  const auto element = element_bytes(row.type);
  if (!element || row.count == 0) return true;
  const bool of_one = row.count <= row.bytes / *element && row.bytes == row.count * *element;
  return size_is_of_all(operation) != of_one;
}

/// Bus bandwidth above algorithm bandwidth is all_reduce's alone.
bool has_more_on_the_bus(const Row& row) {
  for (const auto& half : {row.out_of_place, row.in_place})
    if (half && half->bus.least() > half->algorithm.most()) return true;
  return false;
}

}  // namespace

std::optional<std::int64_t> element_bytes(const std::string& type) noexcept {
  for (const auto& [name, bytes] : kTypes)
    if (name == type) return bytes;
  return std::nullopt;
}

std::optional<Operation> operation_of(std::string_view program) noexcept {
  for (const std::string_view ending : {"_mpi", "_perf"})
    if (program.ends_with(ending)) program.remove_suffix(ending.size());
  for (const auto& [name, operation] : kPrograms)
    if (name == program) return operation;
  return std::nullopt;
}

std::string program_in(std::string_view text) {
  for (auto at = text.find("_perf"); at != std::string_view::npos;
       at = text.find("_perf", at + 1)) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_";
    const auto end = std::min(text.find_first_not_of(letters, at), text.size());
    const auto before = text.find_last_not_of(letters, at);
    const auto begin = before == std::string_view::npos ? 0 : before + 1;
    const std::string_view word = text.substr(begin, end - begin);
    if ((word.ends_with("_perf") || word.ends_with("_perf_mpi")) && operation_of(word))
      return std::string(word);
  }
  return "";
}

std::vector<Operation> could_be(const NcclRun& run) {
  std::vector<Operation> left;
  for (const Operation operation : kOperations) {
    // The sizes of the ragged exchange say nothing.
    if (operation == Operation::all_to_all_v || !prints_such_columns(operation, run)) continue;
    const bool all = std::all_of(run.rows.begin(), run.rows.end(),
                                 [&](const Row& row) { return fits(operation, row); });
    if (all) left.push_back(operation);
  }
  if (std::any_of(run.rows.begin(), run.rows.end(), has_more_on_the_bus))
    std::erase_if(left, [](Operation operation) { return operation != Operation::all_reduce; });
  return run.rows.empty() ? std::vector<Operation>{} : left;
}

}  // namespace assay::nccl_tests
