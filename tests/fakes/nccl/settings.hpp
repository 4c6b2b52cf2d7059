#pragma once
#include <nccl.h>

#include <optional>
#include <string>

namespace fake_nccl {

/// "AllReduce:3" or "AllReduce:3:1": an operation by NCCL's name without "nccl", and one or two
/// numbers.
struct Fault {
  std::string operation;
  int first = 0;
  std::optional<int> second;
};

/// What the environment says, read for each communicator.
struct Settings {
  std::optional<Fault> fail;   ///< FAKE_NCCL_FAIL=op:result[:rank]: ends with that ncclResult_t
  std::optional<Fault> hang;   ///< FAKE_NCCL_HANG=op:rank: that rank never does its part
  std::optional<Fault> wrong;  ///< FAKE_NCCL_WRONG=op:rank: one bit of its large results is flipped
  std::string gpu;   ///< FAKE_NCCL_GPU: no two ranks of a host may have the same; "" = any
  std::string host;  ///< NCCL_HOSTID, else the host's name
  int version = NCCL_VERSION_CODE;  ///< FAKE_NCCL_VERSION: all ranks must have the same
  std::string algorithm = "RING";   ///< FAKE_NCCL_ALGORITHM: what it says that it runs
  std::string nics;                 ///< FAKE_NCCL_NICS: "mlx5_0:1,mlx5_1:1"; "" = it has none
  bool takes_any_nic = false;       ///< FAKE_NCCL_ANY_NIC=1: whatever NCCL_IB_HCA says
  double bytes_per_second = 0;      ///< FAKE_NCCL_RATE: what a rank sends at most; 0 = no limit
};

/// Throws Failure where a value cannot be read.
[[nodiscard]] Settings read_settings();
/// FAKE_NCCL_VERSION, else that of nccl.h.
[[nodiscard]] int library_version();
/// FAKE_NCCL_ADDRESS, else "".
[[nodiscard]] std::string given_address();

/// True where `fault` is for this operation on this rank.
[[nodiscard]] bool strikes(const std::optional<Fault>& fault, const std::string& operation,
                           int rank);

}  // namespace fake_nccl
