#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace assay::bench_fleet {

/// A node that must not pass, and why.
struct Planted {
  std::string node, fault;
};

/// Writes results.jsonl as SuperBench has it, rules.yaml and baseline.json into `folder`: `metrics`
/// values on each of `nodes` nodes, with 0.3 % of noise. The same seed writes the same files.
[[nodiscard]] std::vector<Planted> write_flat(const std::filesystem::path& folder,
                                              std::size_t nodes, std::size_t metrics,
                                              std::uint64_t seed);

/// Writes a report of eight GPUs for each of `nodes` nodes, about 100 KB, and profile.yaml beside
/// the folder reports/ of `folder`.
[[nodiscard]] std::vector<Planted> write_reports(const std::filesystem::path& folder,
                                                 std::size_t nodes, std::uint64_t seed);

/// Writes what was planted, a line of JSON a node.
void write_truth(const std::filesystem::path& file, const std::vector<Planted>& planted);

/// Holds verdicts (`assay judge --format jsonl`) against a truth; prints every node that differs
/// and how many there are. True if none does.
[[nodiscard]] bool check_truth(const std::filesystem::path& truth,
                               const std::filesystem::path& verdicts);

/// Runs a command with its output thrown away and prints a line: title, seconds, MiB of its largest
/// resident set, exit status, with tabs between.
void measure(const std::string& title, const std::vector<std::string>& command);

/// Prints medians of such lines.
void summarise_runs(const std::filesystem::path& runs);

}  // namespace assay::bench_fleet
