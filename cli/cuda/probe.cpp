#include "cli/cuda/probe.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <sstream>

#include "core/error.hpp"
#include "core/shared_library.hpp"
#include "suites/runner/process.hpp"

namespace assay {
namespace {

constexpr const char* kDriver = "/proc/driver/nvidia/version";
constexpr std::string_view kDevice = "device ", kRefused = "refused ";

/// All that the child prints until it ends; nothing if that took longer than `budget_s`.
std::optional<std::string> output_of(const Process& child, double budget_s) {
  using Seconds = std::chrono::duration<double>;
  const auto deadline = std::chrono::steady_clock::now() + Seconds(budget_s);
  std::string text;
  for (;;) {
    const double left = Seconds(deadline - std::chrono::steady_clock::now()).count();
    pollfd watched{child.messages(), POLLIN, 0};
    if (left <= 0 || poll(&watched, 1, static_cast<int>(left * 1e3) + 1) <= 0) return std::nullopt;
    std::array<char, 4096> bytes{};
    const ssize_t got = read(child.messages(), bytes.data(), bytes.size());
    if (got <= 0) return text;
    text.append(bytes.data(), static_cast<std::size_t>(got));
  }
}

CudaProbe refused(std::string why) { return {.refusal = std::move(why)}; }

CudaProbe probe_in_child(double budget_s) {
  Process child({.arguments = {"probe"}});
  const auto text = output_of(child, budget_s);
  if (!text)
    return refused("the NVIDIA driver did not answer within " +
                   std::to_string(static_cast<int>(budget_s)) + " s");
  const auto status = child.wait(1);
  if (status && *status == 0) return probe_from_text(*text);
  return refused("the NVIDIA driver cannot be asked: the child that tried " +
                 (status ? describe_status(*status) : std::string("does not end")));
}

}  // namespace

std::string probe_text(const CudaProbe& probe) {
  std::string text;
  for (const std::string& address : probe.addresses) text += std::string(kDevice) + address + '\n';
  if (!probe.refusal.empty()) text += std::string(kRefused) + probe.refusal + '\n';
  return text;
}

CudaProbe probe_from_text(std::string_view text) {
  CudaProbe probe;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(kDevice))
      probe.addresses.push_back(line.substr(kDevice.size()));
    else if (line.starts_with(kRefused))
      probe.refusal = line.substr(kRefused.size());
    // Anything else was printed by the driver or its libraries.
  }
  if (probe.addresses.empty() && probe.refusal.empty())
    throw Error("the child that asked the NVIDIA driver said nothing");
  return probe;
}

CudaProbe probe_cuda(const HostFiles& files, double budget_s) {
  std::error_code error;
  if (!std::filesystem::exists(module_path("cuda"), error))
    return refused("the module is not built");
  if (!files.exists(kDriver))
    return refused(std::string("no NVIDIA driver is loaded (there is no ") + kDriver + ")");
  try {
    return probe_in_child(budget_s);
  } catch (const Error& failure) {
    return refused(failure.what());
  }
}

}  // namespace assay
