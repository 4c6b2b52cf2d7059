#pragma once
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/fakes/nccl/bootstrap.hpp"

namespace fake_nccl {

/// What one rank writes where NCCL_DEBUG=INFO and NCCL_DEBUG_FILE ask for it, in NCCL's words: by
/// what it is connected to its neighbours, under NCCL_P2P_DISABLE, NCCL_SHM_DISABLE and
/// NCCL_IB_HCA, and what it chose for each call.
class Log {
 public:
  Log(const Settings& settings, const std::vector<Member>& members, int rank);
  void choice(const std::string& function, std::size_t bytes);
  /// Is it connected to a neighbour by a network?
  [[nodiscard]] bool by_network() const noexcept { return by_network_; }

 private:
  void line(const std::string& text);
  void tell_nics(const Settings& settings);
  void connect(int from, int to, bool same_host, const char* end);
  std::ofstream file_;
  std::string algorithm_;
  std::string network_ = "Socket";
  int nic_ = 0;
  bool by_network_ = false;
  std::set<std::pair<std::string, std::size_t>> told_;
};

}  // namespace fake_nccl
