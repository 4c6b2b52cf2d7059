#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "reports/profile.hpp"

// A GPU that a shipped profile is for must find code in the CUDA module as it is built by default.

namespace assay {
namespace {

struct Version {
  int major = 0, minor = 0;
};

/// "90a-real", "80-real", "90-virtual": CMake's words for what nvcc embeds.
struct Image {
  Version of;
  bool this_chip_only = false;  ///< "a": the architecture's own instructions
  bool portable = false;        ///< PTX, which a driver compiles for any later chip

  explicit Image(const std::string& text) : portable(text.ends_with("-virtual")) {
    const int number = std::stoi(text);
    of = {number / 10, number % 10};
    this_chip_only = text.find('a') < text.find('-');
    EXPECT_TRUE(portable || text.ends_with("-real")) << text;
  }
  /// The rules of the CUDA programming guide on binary and PTX compatibility.
  [[nodiscard]] bool runs_on(const Version& chip) const {
    const bool as_new = chip.major > of.major || (chip.major == of.major && chip.minor >= of.minor);
    if (this_chip_only) return chip.major == of.major && chip.minor == of.minor;
    return portable ? as_new : as_new && chip.major == of.major;
  }
};

std::vector<Image> images() {
  std::istringstream words(ASSAY_CUDA_ARCHITECTURES);
  std::vector<Image> all;
  for (std::string word; words >> word;) all.emplace_back(word);
  return all;
}

Version version_of(const std::string& text) {
  Version version;
  char dot = 0;
  std::istringstream(text) >> version.major >> dot >> version.minor;
  EXPECT_EQ(dot, '.') << text;
  return version;
}

bool any_runs_on(const Version& chip) {
  const auto all = images();
  return std::any_of(all.begin(), all.end(), [&](const Image& i) { return i.runs_on(chip); });
}

TEST(CudaImages, EveryShippedProfilesGpuFindsOne) {
  std::size_t gpus = 0;
  for (const std::string& name : shipped_profiles())
    for (const Expectation& expected : load_profile(name).expectations) {
      if (expected.key != "compute_capability") continue;
      for (const std::string& chip : expected.any_of) {
        ++gpus;
        EXPECT_TRUE(any_runs_on(version_of(chip))) << name << ": nothing runs on " << chip;
      }
    }
  EXPECT_GE(gpus, 10U);
}

/// The kernels of Hopper and of data-centre Blackwell take instructions that PTX of 9.0 lacks.
TEST(CudaImages, TensorCoresHaveCodeOfTheirOwn) {
  for (const char* chip : {"9.0", "10.0", "10.3"}) {
    const auto all = images();
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const Image& image) {
      return image.this_chip_only && image.runs_on(version_of(chip));
    })) << chip;
  }
}

/// What comes after is compiled by its driver; what is older than the oldest image is not served.
TEST(CudaImages, ServeWhatComesAfterAndNotWhatWasBefore) {
  for (const char* chip : {"8.0", "8.6", "8.9", "9.0", "12.0", "12.1", "11.0", "13.0"})
    EXPECT_TRUE(any_runs_on(version_of(chip))) << chip;
  for (const char* chip : {"7.0", "7.5"}) EXPECT_FALSE(any_runs_on(version_of(chip))) << chip;
}

TEST(CudaImages, RunByTheRulesOfTheProgrammingGuide) {
  EXPECT_TRUE(Image("80-real").runs_on({8, 9}));
  EXPECT_FALSE(Image("80-real").runs_on({9, 0}));
  EXPECT_FALSE(Image("86-real").runs_on({8, 0}));
  EXPECT_FALSE(Image("100a-real").runs_on({10, 3}));
  EXPECT_TRUE(Image("100a-real").runs_on({10, 0}));
  EXPECT_TRUE(Image("90-virtual").runs_on({12, 0}));
  EXPECT_FALSE(Image("90-virtual").runs_on({8, 9}));
}

}  // namespace
}  // namespace assay
