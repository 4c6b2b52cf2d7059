#include "core/clock.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <ctime>
#include <thread>

namespace assay {

double SystemClock::now_s() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double SystemClock::wall_s() const {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void SystemClock::sleep_s(double seconds) {
  if (seconds > 0) std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

void SimulatedClock::sleep_s(double seconds) {
  if (seconds > 0) now_s_.fetch_add(seconds);
}

std::string iso8601(double wall_s) {
  const auto seconds = static_cast<std::time_t>(std::floor(wall_s));
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return {text.data(), length};
}

}  // namespace assay
