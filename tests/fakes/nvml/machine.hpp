#pragma once
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "burnin/nvml/abi.hpp"
#include "tests/fakes/nvml/scenario.hpp"

namespace assay::fakes {

/// The machine behind the fake libnvidia-ml.so.1. Its scenario is the file beside the library that
/// is called like it with ".scenario" at the end, else the one that FAKE_NVML_SCENARIO names, else
/// a healthy machine; a file that changes is read again. Time counts from the library's first use,
/// or from FAKE_NVML_START (seconds since 1970), so that several processes can share one.
class Machine {
 public:
  [[nodiscard]] static Machine& instance();

  [[nodiscard]] nvml::Status init();
  [[nodiscard]] nvml::Status shutdown();
  [[nodiscard]] double now_s();
  [[nodiscard]] double number(int gpu, const std::string& key);
  [[nodiscard]] std::string text(int gpu, const std::string& key);
  [[nodiscard]] double energy_j(int gpu);
  /// Numbers of the GPUs that the driver lists.
  [[nodiscard]] std::vector<int> gpus();
  /// The next Xid after the last one given.
  [[nodiscard]] bool next_xid(int& gpu, int& code);

  /// What every call on a GPU begins with: waits while it hangs, then says whether it answers.
  /// `optional`: the call is one that a GPU need not support.
  [[nodiscard]] nvml::Status enter(nvml::Device device, int& gpu, bool optional);

  [[nodiscard]] static nvml::Device handle(int gpu);
  [[nodiscard]] static int number_of(nvml::Device device);

 private:
  Machine();
  void refresh();
  std::mutex mutex_;
  int users_ = 0;
  double start_s_ = 0;
  double last_xid_s_ = -1;
  std::filesystem::path file_;
  std::pair<unsigned long, long> stamp_;  ///< inode and time of the file as it was read
  Scenario scenario_;
};

}  // namespace assay::fakes
