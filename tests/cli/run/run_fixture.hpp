#pragma once
#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <vector>

#include "reports/reader.hpp"
#include "tests/cli/run/assay_process.hpp"
#include "tests/tools/schema.hpp"

namespace assay::test {

using SteadyClock = std::chrono::steady_clock;

inline double seconds_since(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

/// Runs of the program itself in a scratch directory.
struct Run : testing::Test {
  ScratchDirectory directory;
  std::string path = (directory.path() / "r.json").string();

  /// A small scripted run of the tests `only`, with more options.
  [[nodiscard]] std::vector<std::string> small(const std::string& only,
                                               const std::vector<std::string>& more = {},
                                               const std::string& budget = "300ms") const {
    const std::string script =
        directory.file("device.txt", "bytes_per_second = 2e9\nflops_per_second = 1e10\n");
    std::vector<std::string> words{"run",  "--script", script, "--bytes", "3MB", "--budget",
                                   budget, "--only",   only,   "-o",      path};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  [[nodiscard]] Report report() const {
    const std::string text = text_of(path);
    EXPECT_THAT(Schema(report_schema_file()).faults(text), testing::IsEmpty());
    return read_report(text, path);
  }
  int run(const std::vector<std::string>& arguments) {
    AssayProcess process(directory, arguments);
    const int status = process.finish();
    out = process.out();
    err = process.err();
    return status;
  }
  std::string out, err;
};

}  // namespace assay::test
