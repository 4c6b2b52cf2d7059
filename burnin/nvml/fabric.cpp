#include <algorithm>
#include <cstdio>

#include "burnin/nvml/ask.hpp"
#include "burnin/nvml/parts.hpp"

namespace assay::nvml {
namespace {

std::string state_name(unsigned state) {
  constexpr std::array<const char*, 4> names{"not supported", "not started", "in progress",
                                             "completed"};
  return state < names.size() ? names.at(state) : "state " + std::to_string(state);
}

/// A field of two bits in the health mask: 0 not supported, 1 yes, 2 no.
struct Complaint {
  unsigned shift;
  const char* text;
};
constexpr std::array<Complaint, 4> kComplaints{{{0, "bandwidth degraded"},
                                                {2, "route recovery in progress"},
                                                {4, "route unhealthy"},
                                                {6, "access timeout recovery in progress"}}};

/// Four bits from bit 8 on: 0 not supported, 1 as it should be.
std::string configuration_complaint(unsigned health) {
  constexpr std::array<const char*, 8> texts{"",
                                             "",
                                             "wrong system GUID",
                                             "wrong chassis serial number",
                                             "no partition",
                                             "too few NVLinks",
                                             "incompatible GPU firmware",
                                             "invalid location"};
  const unsigned code = (health >> 8U) & 0xfU;
  return code < texts.size() ? texts.at(code) : "configuration fault " + std::to_string(code);
}

std::vector<std::string> complaints_of(unsigned health) {
  std::vector<std::string> complaints;
  for (const auto& [shift, text] : kComplaints)
    if (((health >> shift) & 3U) == 1) complaints.emplace_back(text);
  if (const std::string text = configuration_complaint(health); !text.empty())
    complaints.push_back(text);
  return complaints;
}

std::string uuid_text(const FabricInfo& info) {
  std::string text;
  for (const unsigned char byte : info.cluster_uuid) {
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", byte);
    text += digits.data();
    if (text.size() == 8 || text.size() == 13 || text.size() == 18 || text.size() == 23)
      text += '-';
  }
  return text.find_first_not_of("0-") == std::string::npos ? "" : text;
}

}  // namespace

Answer<FabricState> read_fabric(const NvmlGpu& gpu) {
  return ask_versioned<FabricInfo>(gpu, gpu.api().fabric, 2).map([&](const FabricInfo& info) {
    return FabricState{state_name(info.state), gpu.api().words(info.status), uuid_text(info),
                       info.clique, complaints_of(info.health)};
  });
}

std::vector<std::pair<std::string, bool>> throttle_flags(const NvmlGpu& gpu) {
  constexpr std::array<std::pair<const char*, Wide>, 7> flags{
      {{"throttle_clock_setting", reason::clock_setting},
       {"throttle_power_cap", reason::power_cap},
       {"throttle_hardware", reason::hardware},
       {"throttle_sync_boost", reason::sync_boost},
       {"throttle_thermal", reason::thermal},
       {"throttle_hardware_thermal", reason::hardware_thermal},
       {"throttle_power_brake", reason::power_brake}}};
  std::vector<std::pair<std::string, bool>> named;
  const Answer<Wide> reasons = ask<Wide>(gpu, gpu.api().reasons);
  if (!reasons.value) return named;
  for (const auto& [name, bit] : flags) named.emplace_back(name, (*reasons.value & bit) != 0);
  return named;
}

}  // namespace assay::nvml
