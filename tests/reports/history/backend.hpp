#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "reports/history/history.hpp"

namespace assay::history {

/// Each test runs on an empty history of each kind: TEST_P(OnBackend, ...).
class OnBackend : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override;
  void TearDown() override;
  /// Of the history, which is made by the first who writes.
  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] bool is_sqlite() const { return GetParam() == "sqlite"; }
  /// One number that a query gives, past everything that is tested.
  [[nodiscard]] std::int64_t ask(const std::string& query) const;
  /// All rows of all tables, in order: equal text, equal database.
  [[nodiscard]] std::string dump() const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
  std::string url_;
};

/// Ingests `entries` in one go; what became of the last one.
Ingest::Added ingest_all(const std::string& url, const std::vector<Entry>& entries);

/// A node of two GPUs, measured in `night`: "memory.read.bandwidth" on each of them, "node.load" on
/// the node. `value` is GPU 0's.
[[nodiscard]] Entry small_entry(const std::string& host, NightNumber night, double value = 3e12);

}  // namespace assay::history
