#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "reports/fleet/read_fleet.hpp"

namespace assay::test {

/// A folder for each test; gone afterwards.
class FleetFiles : public testing::Test {
 protected:
  FleetFiles();
  void TearDown() override { std::filesystem::remove_all(folder); }
  /// Writes a file in the folder and returns its path.
  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const;

  std::filesystem::path folder;
};

/// `text` compressed with zstd.
[[nodiscard]] std::string compressed(const std::string& text);

/// The node of that name; fails the test if there is not exactly one.
[[nodiscard]] const fleet::FleetNode& node_named(const std::vector<fleet::FleetNode>& nodes,
                                                 const std::string& name);

/// "id test/metric subject" of each reason.
[[nodiscard]] std::vector<std::string> reasons_of(const fleet::FleetNode& node);

}  // namespace assay::test
