#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collectives/operation.hpp"
#include "reports/importers/common/printed.hpp"

namespace assay::nccl_tests {

/// One half of a row: out of place or in place.
struct Figures {
  Printed time;                 ///< microseconds, a mean over the iterations
  Printed algorithm, bus;       ///< GB/s
  std::optional<double> wrong;  ///< wrong elements; absent: not checked
  std::optional<double> error;  ///< largest deviation, which old versions print in its place
  std::optional<double> least_time, most_time, p99_time;  ///< microseconds, of single iterations
};

struct Row {
  std::size_t line = 0;
  std::int64_t bytes = 0, count = 0;
  std::string type;
  std::string reduction;             ///< "sum", ..., "none", or "" where nothing stands
  std::optional<std::int64_t> root;  ///< absent: nothing stands there, or -1
  std::optional<Figures> out_of_place, in_place;
};

/// A line "Rank ...": one GPU.
struct Rank {
  std::int64_t rank = 0, device = 0;
  std::string host, pci, name;
};

/// What stands between one banner and the last line of the footer.
struct NcclRun {
  std::size_t line = 0;  ///< where it begins
  std::string program;   ///< "all_reduce_perf"
  std::string version;   ///< of nccl-tests
  std::string nccl;
  std::optional<std::int64_t> min_bytes, max_bytes, step, iterations;
  bool step_is_factor = true;
  bool graph = false;
  bool has_header = false;
  bool reduction_column = true, root_column = true;
  bool cpu_time = false;  ///< the time that launching took: no bandwidth follows from it
  std::vector<Rank> ranks;
  std::optional<std::int64_t> rank_count;  ///< where it says so without naming them
  std::vector<Row> rows;
  std::string failure;  ///< the tool's own words, where it gave up
  std::optional<std::int64_t> out_of_bounds;
  std::string out_of_bounds_word;  ///< "OK" or "FAILED"
  std::size_t out_of_bounds_line = 0;
  std::optional<Printed> average;  ///< GB/s
  std::string average_word;        ///< "OK" or "FAILED", where a floor was given
  std::size_t average_line = 0;

  /// A run that has begun to print results.
  [[nodiscard]] bool has_table() const noexcept { return has_header || !rows.empty(); }
  [[nodiscard]] bool has_footer() const noexcept {
    return out_of_bounds_line != 0 || average_line != 0;
  }
};

/// Bytes of one element of a type as nccl-tests calls it; nothing for one that is not known.
[[nodiscard]] std::optional<std::int64_t> element_bytes(const std::string& type) noexcept;

/// The operation of "all_reduce_perf", "alltoall_perf_mpi", ...; nothing for other programs.
[[nodiscard]] std::optional<Operation> operation_of(std::string_view program) noexcept;

/// The first word in `text` that ends in _perf or _perf_mpi, without folders, and is one of
/// nccl-tests' programs; "" if there is none.
[[nodiscard]] std::string program_in(std::string_view text);

/// All operations that could have printed the rows of `run`: by the columns that versions with and
/// without one print for it, by whether it computes, has a root and is checked in place, by how
/// size and count go together, and by whether more crosses the bus than the size.
[[nodiscard]] std::vector<Operation> could_be(const NcclRun& run);

}  // namespace assay::nccl_tests
