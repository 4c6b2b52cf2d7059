#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> corpus() {
  const std::filesystem::directory_iterator all(ASSAY_CORPUS);
  std::vector<std::filesystem::path> files(begin(all), end(all));
  std::sort(files.begin(), files.end());
  return files;
}

// Without libFuzzer: every input that once mattered goes through the target again.
class Corpus : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Corpus, Passes) {
  std::ifstream stream(GetParam(), std::ios::binary);
  ASSERT_TRUE(stream) << GetParam();
  const std::vector<char> bytes(std::istreambuf_iterator<char>(stream), {});
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  EXPECT_EQ(LLVMFuzzerTestOneInput(data, bytes.size()), 0);
}

std::string name_of(const testing::TestParamInfo<std::filesystem::path>& file) {
  std::string name = file.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Replayed, Corpus, testing::ValuesIn(corpus()), name_of);

}  // namespace
