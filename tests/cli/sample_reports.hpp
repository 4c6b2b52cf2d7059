#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "cli/program.hpp"
#include "reports/report.hpp"

namespace assay {

/// A complete run that read memory at `bytes_per_second`.
[[nodiscard]] Report report_of(const std::string& host, double bytes_per_second);

/// A folder of its own for each test, with the current directory in it; gone afterwards.
class InFolder : public testing::Test {
 protected:
  InFolder();
  void TearDown() override;
  /// Writes a file and returns its name.
  std::string write(const std::string& name, const std::string& text);
  std::string write(const std::string& name, const Report& report);
  /// A profile that demands 1 GB/s and warns below 2 GB/s.
  std::string write_profile();
  [[nodiscard]] static std::string read(const std::string& name);

 private:
  std::filesystem::path before_, folder_;
};

struct Ended {
  int status;
  std::string out, err;
};

/// The program in this process: standard output and error as pipes.
[[nodiscard]] Ended assay_in_process(const std::vector<std::string>& arguments);

/// The program as users start it, by a shell: `arguments` are one line of it.
[[nodiscard]] Ended assay_binary(const std::string& arguments, const std::string& before = "");

}  // namespace assay
