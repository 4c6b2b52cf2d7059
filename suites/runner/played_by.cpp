#include "suites/runner/played_by.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace assay {
namespace {

/// The kinds of device that can play a load, the one that is wanted most last.
constexpr std::array<std::string_view, 4> kLoadDevices{"host", "mpi", "cuda", "nccl"};

auto wanted(std::string_view device) {
  return std::find(kLoadDevices.begin(), kLoadDevices.end(), device) - kLoadDevices.begin();
}

}  // namespace

bool is_among_ranks(const Test& test, const Offer& offer) {
  const bool are_ranks = offer.device == "mpi" || offer.device == "nccl";
  return test.spec.ranked || (test.spec.joins_ranks && are_ranks);
}

std::string burns_elsewhere(const Test& test, const Offer& offer,
                            const std::vector<Offer>& offers) {
  if (!test.spec.in_stints) return "";
  std::string_view best = offer.device;
  for (const Offer& other : offers)
    if (other.registry.find(test.id) != nullptr && wanted(other.device) > wanted(best))
      best = other.device;
  if (best == offer.device) return "";
  const bool on_gpus = best == "cuda" || best == "nccl";
  return on_gpus && (offer.device == "host" || offer.device == "mpi")
             ? "the GPUs are the load; --device host burns the host"
             : "played by all ranks together (" + std::string(best) + ")";
}

}  // namespace assay
