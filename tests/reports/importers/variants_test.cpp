#include "tests/reports/importers/variants.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <random>

namespace assay::test {
namespace {

// What "never pass" means here. Of a damaged log, either something keeps it from passing: nothing
// recognises it, or the importer names a line, a lack, a contradiction or a wrong answer. Or what
// was lost was not needed: everything that is read of it is true of the whole log, too, so that a
// judge who demands what is not there does not find it. A log that was only written another way
// says the same.

std::vector<std::string> all_logs() {
  std::vector<std::string> paths = logs_below(own_samples());
  if (!std::filesystem::is_directory(shared_samples())) return paths;
  for (const std::string& path : logs_below(shared_samples()))
    if (path.find("truth.json") == std::string::npos) paths.push_back(path);
  return paths;
}

class Variants : public testing::TestWithParam<std::string> {};

TEST_P(Variants, NeverPassUnlessTheyAreTrue) {
  const std::string text = content(GetParam());
  for (const std::string& tool : recognised_by({GetParam(), text})) {
    const Importer importer = importer_named(tool);
    const Imported original = importer.read({"log", text});
    for (const Variant& variant : variants_of(text)) {
      const Log log{"log", variant.text};
      (void)importer.recognises(log);
      const Imported found = importer.read(log);
      if (variant.lossless) {
        EXPECT_EQ(found.results, original.results) << tool << ": " << variant.name;
        EXPECT_EQ(found.unread, original.unread) << tool << ": " << variant.name;
        EXPECT_EQ(found.defects, original.defects) << tool << ": " << variant.name;
      } else if (tool == "kernel-log") {
        continue;  // with every line that it lacks it tells of fewer faults, and never of none
      } else if (!is_flagged(found)) {
        EXPECT_EQ(untrue_in(found, original), "") << tool << ": " << variant.name;
        EXPECT_FALSE(found.results.empty()) << tool << ": " << variant.name;
      }
    }
  }
}

std::string name_of(const testing::TestParamInfo<std::string>& path) {
  std::string name = std::filesystem::path(path.param).filename().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name + "_" + std::to_string(path.index);
}

INSTANTIATE_TEST_SUITE_P(EveryLog, Variants, testing::ValuesIn(all_logs()), name_of);

/// Any bytes are read by every importer without an exception, and nothing but what they say.
TEST(RandomBytes, AreReadByAll) {
  std::mt19937 random(11);
  std::vector<std::string> texts;
  for (const std::string& path : logs_below(own_samples())) texts.push_back(content(path));
  for (int i = 0; i < 300; ++i) {
    std::string text = texts[random() % texts.size()];
    const auto times = random() % 20 + 1;
    for (std::size_t k = 0; k < times && !text.empty(); ++k) {
      const std::size_t at = random() % text.size();
      if (random() % 3 == 0)
        text.erase(at, random() % 40);
      else
        text[at] = static_cast<char>(random() % 256);
    }
    for (const Importer& importer : importers())
      EXPECT_NO_THROW((void)importer.read({"log", text}));
  }
}

TEST(Nothing, IsRecognisedByNone) {
  for (const char* text : {"", "\n", "hello\n", "{}\n", "[]\n", "0\n"}) {
    EXPECT_THAT(recognised_by({"log", text}), testing::IsEmpty()) << text;
    for (const Importer& importer : importers()) {
      const Imported imported = importer.read({"log", text});
      EXPECT_TRUE(is_flagged(imported)) << importer.tool << " of \"" << text << '"';
    }
  }
}

}  // namespace
}  // namespace assay::test
