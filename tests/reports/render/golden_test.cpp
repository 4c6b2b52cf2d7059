#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "reports/render.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

/// Compares with tests/reports/render/golden/NAME; ASSAY_UPDATE_GOLDEN=1 writes it anew.
void expect_golden(const std::string& name, const std::string& text) {
  const std::filesystem::path path =
      std::filesystem::path(ASSAY_SOURCE_DIR) / "tests/reports/render/golden" / name;
  const char* update = std::getenv("ASSAY_UPDATE_GOLDEN");  // NOLINT(concurrency-mt-unsafe)
  if (update != nullptr && std::string(update) == "1") {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file.is_open()) << path << " is missing: run with ASSAY_UPDATE_GOLDEN=1";
  std::ostringstream golden;
  golden << file.rdbuf();
  EXPECT_EQ(text, golden.str()) << "if this is meant: ASSAY_UPDATE_GOLDEN=1";
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, Brief) {
  expect_golden(GetParam() + ".txt", render(GetParam(), sample_judgements(), {}));
}

TEST_P(Golden, Verbose) {
  expect_golden(GetParam() + "-verbose.txt",
                render(GetParam(), sample_judgements(), {.verbose = true}));
}

INSTANTIATE_TEST_SUITE_P(Render, Golden, testing::ValuesIn(formats()),
                         [](const auto& format) { return format.param; });

TEST(GoldenTable, OfOneNode) {
  expect_golden("table.txt", render("text", {sample_judgements()[0]}, {.table = true}));
}

TEST(GoldenTable, OfOneNodeInColour) {
  expect_golden("table-colour.txt",
                render("text", {sample_judgements()[0]}, {.colour = true, .table = true}));
}

}  // namespace
}  // namespace assay
