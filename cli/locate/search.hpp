#pragma once
#include <cstdint>
#include <string>

#include "cli/exit_code.hpp"
#include "collectives/locate/findings.hpp"
#include "collectives/locate/probe.hpp"

namespace assay {

/// How long `assay locate` may look.
struct SearchOptions {
  std::uint64_t seed = 1;
  std::string rounds = "auto";  ///< auto, all (every two meet once), few (six rounds)
  std::int32_t group_size = 0;  ///< 0: chosen by the number of nodes
};

/// The whole search, whoever answers: pairs first and, where these leave nobody accused and nothing
/// open, groups. `groups` may be nullptr: then slowness at scale is not looked for.
[[nodiscard]] locate::Findings search(const locate::Fabric& fabric, locate::PairProbe& pairs,
                                      locate::GroupProbe* groups, const SearchOptions& options);

/// 1 where somebody is accused, else 2 where something could not be told, else 0.
[[nodiscard]] ExitCode exit_code(const locate::Findings& findings) noexcept;

/// For people: a line a culprit, what could not be told, what it took.
[[nodiscard]] std::string text_of(const locate::Fabric& fabric, const locate::Findings& findings);
/// One JSON object (docs/cli.md).
[[nodiscard]] std::string json_of(const locate::Fabric& fabric, const locate::Findings& findings);

}  // namespace assay
