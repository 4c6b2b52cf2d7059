#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "burnin/load/clock_offset.hpp"
#include "collectives/communicator.hpp"

namespace assay {

/// Asks rank 0 for its wall clock, one rank after another, `trips` times each: the own round trips,
/// none on rank 0. A call on all ranks together costs 2 x trips messages a rank, all of them rank
/// 0's, too: 12,500 nodes take some seconds. Throws as Communicator.
[[nodiscard]] std::vector<RoundTrip> ask_for_the_time(Communicator& ranks, int trips,
                                                      const std::function<double()>& wall_s,
                                                      double deadline_s);

/// Numbers as nodes tell each other, without loss.
[[nodiscard]] std::string numbers_text(const std::vector<double>& numbers);
/// The numbers, all finite, that numbers_text() wrote. Throws Error for anything else.
[[nodiscard]] std::vector<double> numbers_from(const std::string& text);
/// As many as `n` of them. Throws Error for any other count, too.
[[nodiscard]] std::vector<double> numbers_from(const std::string& text, std::size_t n);

}  // namespace assay
