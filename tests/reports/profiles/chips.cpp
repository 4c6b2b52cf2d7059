#include "tests/reports/profiles/chips.hpp"

namespace assay::test {
namespace {

constexpr double kGB = 1e9;
constexpr double kTera = 1e12;
constexpr double kMHz = 1e6;
constexpr double kGbit = 1e9 / 8;

/// PCI Express, 16 lanes: GT/s x 16 x 128/130 / 8.
constexpr double kGen4 = 31.5 * kGB;
constexpr double kGen5 = 63.0 * kGB;

/// Memory clock x bus width x 2: both edges of the clock carry data.
constexpr double hbm(double clock, double bits) { return clock * bits / 8 * 2; }

/// Dense multiply-adds of one SM in one clock, times two. Ampere and Hopper: architecture white
/// papers of NVIDIA; Blackwell: DGX B200 datasheet over 148 SMs.
constexpr double rate(double sms, double clock, double operations) {
  return sms * clock * operations;
}

// SMs and clocks: A100 https://images.nvidia.com/aem-dam/en-zz/Solutions/data-center/
// nvidia-ampere-architecture-whitepaper.pdf; H100, H200, B200: maximum clocks that nvidia-smi
// shows.
constexpr double kA100 = 1410 * kMHz;
constexpr double kHopper = 1980 * kMHz;
constexpr double kB200 = 1965 * kMHz;
constexpr double kGb200 = 2062 * kMHz;

// https://www.nvidia.com/en-us/data-center/a100/
Chip a100() {
  return {"a100-sxm4-80gb",
          "NVIDIA A100-SXM4-80GB",
          "8.0",
          8,
          108,
          80 * kGB,
          400,
          12,
          25 * kGB,
          hbm(1593 * kMHz, 5120),
          kGen4,
          {{"bf16", rate(108, kA100, 2048)},
           {"fp16", rate(108, kA100, 2048)},
           {"tf32", rate(108, kA100, 1024)},
           {"fp64", rate(108, kA100, 128)},
           {"int8", rate(108, kA100, 4096)},
           {"fma_fp32", rate(108, kA100, 128)},
           {"fma_fp64", rate(108, kA100, 64)}},
          8 * 200 * kGbit};
}

std::map<std::string, double> hopper_at_its_maximum() {
  return {{"bf16", rate(132, kHopper, 4096)},
          {"fp8_e4m3", rate(132, kHopper, 8192)},
          {"tf32", rate(132, kHopper, 2048)},
          {"fma_fp32", rate(132, kHopper, 256)}};
}

// https://www.nvidia.com/en-us/data-center/h100/ (SXM and NVL; the PCIe card's is its product
// brief)
Chip h100_sxm() {
  return {"h100-sxm5-80gb",
          "NVIDIA H100 80GB HBM3",
          "9.0",
          8,
          132,
          80 * kGB,
          700,
          18,
          25 * kGB,
          hbm(2619 * kMHz, 5120),
          kGen5,
          hopper_at_its_maximum(),
          8 * 400 * kGbit,
          8};
}
Chip h100_pcie() {
  return {"h100-pcie", "NVIDIA H100 PCIe", "9.0", 8, 114, 80 * kGB, 350, 0,
          0,           2 * kTera,          kGen5, {}};
}
Chip h100_nvl() {
  return {"h100-nvl", "NVIDIA H100 NVL", "9.0", 8, 132, 94 * kGB, 350, 0,
          0,          3.9 * kTera,       kGen5, {}};
}

// https://www.nvidia.com/en-us/data-center/h200/
Chip h200() {
  return {"h200-sxm5",
          "NVIDIA H200",
          "9.0",
          8,
          132,
          141 * kGB,
          700,
          18,
          25 * kGB,
          hbm(3201 * kMHz, 6144),
          kGen5,
          hopper_at_its_maximum(),
          8 * 400 * kGbit,
          8};
}

// https://www.nvidia.com/en-us/data-center/grace-hopper-superchip/
Chip gh200() {
  return {"gh200", "NVIDIA GH200 480GB",
          "9.0",   1,
          132,     96 * kGB,
          900,     0,
          0,       4 * kTera,
          0,       {{"bf16", 989 * kTera}, {"fp8_e4m3", 1979 * kTera}, {"tf32", 494.5 * kTera}}};
}

// https://resources.nvidia.com/en-us-dgx-systems/dgx-b200-datasheet
Chip b200() {
  return {"b200",
          "NVIDIA B200",
          "10.0",
          8,
          148,
          180 * kGB,
          1000,
          18,
          50 * kGB,
          hbm(3996 * kMHz, 8192),
          kGen5,
          {{"bf16", rate(148, kB200, 8192)}, {"fp8_e4m3", rate(148, kB200, 16384)}},
          8 * 400 * kGbit,
          8};
}

// https://resources.nvidia.com/en-us-dgx-systems/dgx-b300-datasheet; power: its user guide
Chip b300() {
  return {"b300",   "NVIDIA B300 SXM6 AC",
          "10.3",   8,
          148,      270 * kGB,
          1000,     18,
          50 * kGB, 8 * kTera,
          0,        {{"bf16", 2250 * kTera}, {"fp8_e4m3", 4500 * kTera}},
          0,        8};
}

// https://www.nvidia.com/en-us/data-center/gb200-nvl72/
Chip gb200() {
  return {"gb200",
          "NVIDIA GB200",
          "10.0",
          4,
          152,
          186 * kGB,
          1200,
          18,
          50 * kGB,
          8 * kTera,
          0,
          {{"bf16", rate(152, kGb200, 8192)},
           {"fp8_e4m3", rate(152, kGb200, 16384)},
           {"tf32", rate(152, kGb200, 4096)}},
          0,
          72};
}

// https://www.nvidia.com/en-us/data-center/gb300-nvl72/
Chip gb300() {
  return {"gb300", "NVIDIA GB300", "10.3",    4, 152, 279 * kGB, 1400,
          18,      50 * kGB,       8 * kTera, 0, {},  0,         72};
}

}  // namespace

const std::vector<Chip>& chips() {
  static const std::vector<Chip> all{a100(),  h100_sxm(), h100_pcie(), h100_nvl(), h200(),
                                     gh200(), b200(),     b300(),      gb200(),    gb300()};
  return all;
}

// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest looks for this name
void PrintTo(const Chip& chip, std::ostream* out) { *out << chip.profile; }

}  // namespace assay::test
