#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace assay {

/// What ranks do together.
enum class Operation {
  all_reduce,
  all_gather,
  reduce_scatter,
  broadcast,
  reduce,
  all_to_all,
  all_to_all_v,
  gather,
  scatter,
  send_receive
};

inline constexpr std::array kOperations{
    Operation::all_reduce, Operation::all_gather,  Operation::reduce_scatter, Operation::broadcast,
    Operation::reduce,     Operation::all_to_all,  Operation::all_to_all_v,   Operation::gather,
    Operation::scatter,    Operation::send_receive};

/// "all_reduce", ...
[[nodiscard]] std::string_view name(Operation operation) noexcept;
[[nodiscard]] std::optional<Operation> operation_from_name(std::string_view text) noexcept;

/// True of those that compute and do not only move.
[[nodiscard]] bool reduces(Operation operation) noexcept;

/// True of those that Communicator carries out in place, too.
[[nodiscard]] bool has_in_place(Operation operation) noexcept;

/// Elements in the buffers of one rank. `count` is what the communicator's call takes; of
/// all_to_all_v, whose blocks differ (collectives/ragged.hpp), their mean.
struct Extent {
  std::int64_t count = 0, send = 0, receive = 0;
};

/// The buffers for an operation "of `bytes` bytes" among `ranks` ranks, as NCCL's own tests count:
/// the larger of what one rank sends and receives. Rounded down so that ranks have equal shares; at
/// least one element each.
[[nodiscard]] Extent extent_of(Operation operation, std::int64_t bytes, std::int64_t element_bytes,
                               int ranks) noexcept;

/// Bytes that `extent` stands for, the size that is reported and that bandwidths are made of.
[[nodiscard]] std::int64_t size_of(const Extent& extent, std::int64_t element_bytes) noexcept;

/// Bus bandwidth over algorithm bandwidth (size / time) among `ranks` ranks: the share of the size
/// that must cross each rank's link at least, so that a figure can be held against the link at any
/// number of ranks. 2 (n-1) / n for all_reduce, (n-1) / n for all_gather, reduce_scatter,
/// all_to_all, all_to_all_v, gather and scatter, 1 for the others. Source: NCCL's tests,
/// doc/PERFORMANCE.md; derived in docs/metrics/collective.md. 0 for one rank: nothing crosses a
/// link.
[[nodiscard]] double bus_factor(Operation operation, int ranks) noexcept;

}  // namespace assay
