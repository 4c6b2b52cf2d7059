#include "tests/fakes/nvml/machine.hpp"

#include <dlfcn.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace assay::fakes {
namespace fs = std::filesystem;
using nvml::Status;
namespace {

double wall_s() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

const char* environment(const char* name) {
  return std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it while threads run
}

fs::path scenario_file() {
  static const char anchor = 0;
  Dl_info info{};
  if (dladdr(&anchor, &info) != 0 && info.dli_fname != nullptr) {
    const fs::path beside = std::string(info.dli_fname) + ".scenario";
    if (fs::exists(beside)) return beside;
  }
  const char* named = environment("FAKE_NVML_SCENARIO");
  return named == nullptr ? "" : named;
}

}  // namespace

Machine& Machine::instance() {
  static auto* const machine = new Machine();  // never destroyed: a hung thread may still be in it
  return *machine;
}

Machine::Machine() : file_(scenario_file()) {
  const char* start = environment("FAKE_NVML_START");
  start_s_ = start == nullptr ? wall_s() : std::strtod(start, nullptr);
  refresh();
}

void Machine::refresh() {
  struct stat found {};
  if (file_.empty() || stat(file_.c_str(), &found) != 0) return;
  const std::pair<unsigned long, long> stamp{found.st_ino, found.st_mtim.tv_nsec};
  if (stamp == stamp_) return;
  stamp_ = stamp;
  std::ifstream lines(file_);
  try {
    scenario_ = Scenario(lines);
  } catch (const std::exception& error) {
    // A test that runs on another scenario than it thinks would prove nothing.
    std::fprintf(stderr, "%s: %s\n", file_.c_str(), error.what());
    std::abort();
  }
}

double Machine::now_s() {
  const std::scoped_lock lock(mutex_);
  refresh();
  const double fixed_s = scenario_.number(Scenario::kNode, "clock", 0);
  return fixed_s >= 0 ? fixed_s : wall_s() - start_s_;
}

double Machine::number(int gpu, const std::string& key) {
  const double at_s = now_s();
  const std::scoped_lock lock(mutex_);
  return scenario_.number(gpu, key, at_s);
}

std::string Machine::text(int gpu, const std::string& key) {
  const double at_s = now_s();
  const std::scoped_lock lock(mutex_);
  return scenario_.text(gpu, key, at_s);
}

double Machine::energy_j(int gpu) {
  const double at_s = now_s();
  const std::scoped_lock lock(mutex_);
  return scenario_.integral(gpu, "power", at_s);
}

std::vector<int> Machine::gpus() {
  std::vector<int> found;
  const int count = static_cast<int>(number(Scenario::kNode, "gpus"));
  for (int gpu = 0; gpu < count; ++gpu)
    if (number(gpu, "absent") == 0) found.push_back(gpu);
  return found;
}

bool Machine::next_xid(int& gpu, int& code) {
  const double at_s = now_s();
  const std::vector<int> all = gpus();
  const std::scoped_lock lock(mutex_);
  for (const int candidate : all)
    for (const auto& [happened_s, number] : scenario_.happened(candidate, "xid", at_s)) {
      if (happened_s <= last_xid_s_) continue;
      last_xid_s_ = happened_s;
      gpu = candidate;
      code = static_cast<int>(number);
      return true;
    }
  return false;
}

Status Machine::init() {
  if (number(Scenario::kNode, "driver_not_loaded") != 0) return Status::driver_not_loaded;
  while (number(Scenario::kNode, "hang") != 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  const std::scoped_lock lock(mutex_);
  ++users_;
  return Status::ok;
}

Status Machine::shutdown() {
  const std::scoped_lock lock(mutex_);
  if (users_ == 0) return Status::uninitialized;
  --users_;
  return Status::ok;
}

Status Machine::enter(nvml::Device device, int& gpu, bool optional) {
  {
    const std::scoped_lock lock(mutex_);
    if (users_ == 0) return Status::uninitialized;
  }
  gpu = number_of(device);
  if (gpu < 0 || gpu >= 64) return Status::invalid_argument;
  while (number(gpu, "hang") != 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  if (number(gpu, "lost") != 0) return Status::gpu_is_lost;
  return optional && number(gpu, "unsupported") != 0 ? Status::not_supported : Status::ok;
}

nvml::Device Machine::handle(int gpu) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): a handle is opaque, and this one is a number
  return reinterpret_cast<nvml::Device>(static_cast<std::uintptr_t>(gpu + 1));
}

int Machine::number_of(nvml::Device device) {
  return static_cast<int>(reinterpret_cast<std::uintptr_t>(device)) - 1;
}

}  // namespace assay::fakes
