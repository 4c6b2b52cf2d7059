#include "suites/link/peers.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void all_to_one(Exec&, const Context& context, Results& results) {
  if (context.devices.size() < 2) return results.absent(kNeedsTwo);
  const Party party(context, peer_words(context));
  const double seconds = 0.7 * context.seconds / static_cast<double>(party.size());
  for (std::size_t one = 0; one < party.size(); ++one) {
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t other = 0; other < party.size(); ++other)
      if (other != one) pairs.emplace_back(other, one);
    Result& result = results.about(party[one].facts().subject);
    const Sampled sampled =
        party.exchange(one, Mover::copy_engine, Direction::write, pairs, seconds, result);
    result.params["peers"] = static_cast<std::int64_t>(pairs.size());
    result.params["buffer_bytes"] = static_cast<std::int64_t>(party.bytes());
    result.metrics.push_back(
        peer_metric("bandwidth", sampled, party.bytes() * static_cast<double>(pairs.size())));
  }
}

}  // namespace

ASSAY_GPU_TEST(all_to_one, .summary = "all other GPUs write to one at once: what arrives there",
               .seconds = {.standard = 10, .burnin = 10},
               .metrics = {{"bandwidth", Unit::bytes_per_second}}, .timed = true, .verified = true,
               .whole_node = true);

}  // namespace assay::ASSAY_BACKEND
