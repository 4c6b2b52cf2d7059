#pragma once
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/reports/importers/variants.hpp"

namespace assay::test {

/// Logs of real machines and what a correct reading of each is. Where the two disagree the log is
/// right, and the case says why.
class Truth : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(shared_samples()))
      GTEST_SKIP() << "no samples at " << shared_samples();
    truth_ = nlohmann::json::parse(content(shared_samples() + "/truth.json"));
  }

  /// Facts of each log below `folder`, with what its importer reads.
  template <class Check>
  void each(const std::string& folder, const std::string& tool, Check check) const {
    std::size_t seen = 0;
    for (const auto& [path, entry] : truth_.items()) {
      if (!path.starts_with(folder + "/") || !entry.contains("facts")) continue;
      SCOPED_TRACE(path);
      const Log log{path, content(shared_samples() + "/" + path)};
      const auto tools = recognised_by(log);
      if (std::find(tools.begin(), tools.end(), tool) == tools.end()) continue;
      EXPECT_THAT(tools, testing::ElementsAre(tool));
      ++seen;
      check(path, entry["facts"], importer_named(tool).read(log));
    }
    EXPECT_GT(seen, 2U) << folder;
  }

  nlohmann::json truth_;
};

}  // namespace assay::test
