#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "reports/render.hpp"
#include "tests/reports/render/parsed.hpp"
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

/// What a format says of sample_judgements(); of a page its data, for the rest is its scripts.
std::string said(const std::string& format, const RenderOptions& options) {
  const std::string document = render(format, sample_judgements(), options);
  return format == "html" ? html_data(document) + '\n' : document;
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, Brief) { expect_golden(GetParam() + ".txt", said(GetParam(), {})); }

TEST_P(Golden, Verbose) {
  expect_golden(GetParam() + "-verbose.txt", said(GetParam(), {.verbose = true}));
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
