#pragma once
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "reports/reader.hpp"
#include "tests/cli/run/assay_process.hpp"
#include "tests/tools/schema.hpp"

namespace assay::test {

/// Loads on two described GPUs, in a folder of their own.
struct BurnTest : testing::Test {
  ScratchDirectory directory;
  Schema schema{report_schema_file()};
  const std::string node = directory.file("node.txt",
                                          "gpus = 2\nname = NVIDIA H100 80GB HBM3\n"
                                          "pci = 0000:{}b:00.0\ncompute_capability = 9.0\n"
                                          "power = 300\ntemperature = 45\nmemory = 1048576\n"
                                          "bytes = 98304\nunits = 2\nbytes_per_second = 1e8\n"
                                          "flops_per_second = 1e9\n");

  [[nodiscard]] std::vector<std::string> burn(const std::string& report,
                                              const std::string& duration,
                                              std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"run",         "--device",      "cuda",   "--script",
                                   node,          "--level",       "burnin", "--only",
                                   "burnin.soak", "--duration",    duration, "--profile",
                                   "none",        "--no-progress", "-o",     report};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  [[nodiscard]] std::string report_path() const { return (directory.path() / "r.json").string(); }
  [[nodiscard]] Report valid_report(const std::string& path) const {
    const std::string text = text_of(path);
    EXPECT_THAT(schema.faults(text), testing::IsEmpty());
    return read_report(text, path);
  }
  /// How far the load has come by what the report holds.
  [[nodiscard]] static double position_in(const Report& report) {
    double position = 0;
    for (const Result& result : report.results)
      for (const Metric& metric : result.metrics)
        if (metric.name == "load_position") position = std::max(position, metric.value.value_or(0));
    return position;
  }
  [[nodiscard]] double position_now() const {
    return std::filesystem::exists(report_path()) ? position_in(valid_report(report_path())) : 0;
  }
  [[nodiscard]] static std::vector<std::string> ends_in(const Report& report) {
    std::vector<std::string> ends;
    ends.reserve(report.results.size());
    for (const Result& result : report.results) ends.push_back(result.facts.at("ended_by"));
    return ends;
  }
};

}  // namespace assay::test
