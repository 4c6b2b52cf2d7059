#include "cli/fabric/nccl.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <utility>
#include <vector>

#include "cli/fabric/as_ranks.hpp"
#include "cli/fabric/nccl_facts.hpp"
#include "cli/fabric/nccl_log.hpp"
#include "cli/fabric/nccl_profiler.hpp"
#include "collectives/nccl/module.hpp"
#include "core/error.hpp"
#include "suites/runner/ranks.hpp"

namespace assay {
namespace {

constexpr double kJoinS = 30;

std::string hexadecimal(const std::vector<std::byte>& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::byte byte : bytes) {
    text += digits[std::to_integer<unsigned>(byte) >> 4U];
    text += digits[std::to_integer<unsigned>(byte) & 15U];
  }
  return text;
}

std::vector<std::byte> bytes_in(const std::string& text) {
  std::vector<std::byte> bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    unsigned value = 0;
    const char* end = text.data() + i + 2;
    if (std::from_chars(text.data() + i, end, value, 16).ptr != end)
      throw Error("no id of ranks: " + text);
    bytes.push_back(static_cast<std::byte>(value));
  }
  return bytes;
}

class NcclRanks final : public Ranks {
 public:
  [[nodiscard]] Communicator& join(const Job& job, Device& /*device*/) override {
    if (job.place.id.empty()) throw Error("the GPUs have not been introduced to each other");
    if (ranks_ && job.place.id == id_) return *ranks_;
    ranks_.reset();
    id_ = job.place.id;
    const NcclModule module = open_nccl_module();
    library_ = "NCCL " + module.version();
    // A described GPU's memory is the host's, and the library a stand-in.
    ranks_ = module.join({.id = bytes_in(id_),
                          .rank = static_cast<int>(job.place.rank),
                          .size = static_cast<int>(job.place.size),
                          .host_memory = job.targets.front().scripted.has_value(),
                          .deadline_s = kJoinS});
    return *ranks_;
  }

  void describe(std::vector<Result>& results) override {
    const NcclEvidence evidence{log_.read(), profiler_.take()};
    name_library(results, library_);
    describe_nccl(results, evidence);
    hold_to_ports(results, evidence);
  }

  [[nodiscard]] std::vector<int> give_up() override {
    if (ranks_) ranks_->abort();
    ranks_.reset();
    return {};
  }

 private:
  NcclLog log_;
  NcclProfiler profiler_;
  std::unique_ptr<GpuCommunicator> ranks_;
  std::string id_, library_;
};

void invite(Device& /*device*/, const Context& /*context*/, Results& results) {
  results.device().facts[kConveyed] = hexadecimal(open_nccl_module().unique_id());
}

}  // namespace

std::optional<Backend> nccl_backend(const Backend& gpus, std::string& why_not) {
  try {
    (void)open_nccl_module().library();
  } catch (const std::exception& error) {
    why_not = error.what();
    return std::nullopt;
  }
  return as_ranks(gpus, kNccl);
}

Backend nccl_worker_backend(const Backend& gpus) {
  Backend backend = as_ranks(gpus, kNccl);
  backend.registry.add({.id = kNcclInvite,
                        .spec = {.summary = "what GPUs find each other by"},
                        .on_device = false,
                        .run = invite});
  backend.ranks = std::make_shared<NcclRanks>();
  return backend;
}

}  // namespace assay
