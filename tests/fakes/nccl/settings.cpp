#include "tests/fakes/nccl/settings.hpp"

#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <sstream>
#include <vector>

#include "tests/fakes/nccl/failure.hpp"

namespace fake_nccl {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? "" : value;
}

int number(const char* name, const std::string& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw Failure(ncclInvalidUsage, std::string(name) + ": '" + text + "' is no number");
  return value;
}

std::optional<Fault> fault(const char* name) {
  const std::string text = variable(name);
  if (text.empty()) return std::nullopt;
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ':');) parts.push_back(part);
  if (parts.size() < 2 || parts.size() > 3)
    throw Failure(ncclInvalidUsage, std::string(name) + "=" + text + " is not operation:number");
  Fault made{parts[0], number(name, parts[1]), {}};
  if (parts.size() == 3) made.second = number(name, parts[2]);
  return made;
}

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

}  // namespace

int library_version() {
  const std::string version = variable("FAKE_NCCL_VERSION");
  return version.empty() ? NCCL_VERSION_CODE : number("FAKE_NCCL_VERSION", version);
}

std::string given_address() { return variable("FAKE_NCCL_ADDRESS"); }

Settings read_settings() {
  Settings settings;
  settings.fail = fault("FAKE_NCCL_FAIL");
  settings.hang = fault("FAKE_NCCL_HANG");
  settings.wrong = fault("FAKE_NCCL_WRONG");
  settings.gpu = variable("FAKE_NCCL_GPU");
  settings.host = variable("NCCL_HOSTID");
  if (settings.host.empty()) settings.host = host_name();
  settings.version = library_version();
  const std::string algorithm = variable("FAKE_NCCL_ALGORITHM");
  if (!algorithm.empty()) settings.algorithm = algorithm;
  settings.nics = variable("FAKE_NCCL_NICS");
  settings.takes_any_nic = variable("FAKE_NCCL_ANY_NIC") == "1";
  const std::string rate = variable("FAKE_NCCL_RATE");
  if (!rate.empty()) settings.bytes_per_second = number("FAKE_NCCL_RATE", rate);
  return settings;
}

bool strikes(const std::optional<Fault>& fault, const std::string& operation, int rank) {
  return fault && fault->operation == operation && fault->first == rank;
}

}  // namespace fake_nccl
