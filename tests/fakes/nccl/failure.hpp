#pragma once
#include <nccl.h>

#include <stdexcept>
#include <string>

namespace fake_nccl {

/// Why a call, or what it began, came to nothing.
class Failure : public std::runtime_error {
 public:
  Failure(ncclResult_t result, const std::string& what)
      : std::runtime_error(what), result_(result) {}
  [[nodiscard]] ncclResult_t result() const noexcept { return result_; }

 private:
  ncclResult_t result_;
};

}  // namespace fake_nccl
