#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "burnin/nvml/nvml.hpp"
#include "tests/fakes/nvml/fake_nvml.hpp"

namespace assay {

/// A fake library, and what the real loader makes of it.
class OpenedNvml : public testing::Test {
 protected:
  /// "0000:13:00.0" is GPU 0.
  static std::string address(int gpu) {
    constexpr const char* digits = "0123456789abcdef";
    return std::string("0000:") + digits[gpu / 2 + 1] + digits[3 + gpu % 2] + ":00.0";
  }
  fakes::FakeNvml fake_;
};

inline std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "nothing was thrown";
}

}  // namespace assay
