#include "suites/link/peers.hpp"

#include "suites/reporting.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// One way and both ways by the copy engines, then one way by kernels, which need peer access.
void measure(const Party& party, const Context& context, Result& result, std::size_t from,
             std::size_t to, double seconds) {
  const auto one_way = [&](const char* metric, Mover mover, Direction direction) {
    const Sampled sampled =
        party.exchange(from, mover, direction, {{from, to}}, seconds / 4, result);
    result.metrics.push_back(peer_metric(metric, sampled, party.bytes()));
  };
  one_way("bandwidth", Mover::copy_engine, Direction::write);
  one_way("read_bandwidth", Mover::copy_engine, Direction::read);
  const Sampled both = party.exchange(from, Mover::copy_engine, Direction::write,
                                      {{from, to}, {to, from}}, seconds / 4, result);
  result.metrics.push_back(peer_metric("both_ways_bandwidth", both, 2 * party.bytes()));
  const bool direct = party.peers().direct(from, to);
  if (direct)
    one_way("sm_bandwidth", Mover::kernel, Direction::write);
  else
    put_unknown(result, "sm_bandwidth", Unit::bytes_per_second, Better::higher,
                "no peer access: a kernel cannot address the other GPU's memory");
  result.facts["peer_access"] = direct ? "yes" : "no";
  result.params["buffer_bytes"] = static_cast<std::int64_t>(party.bytes());
  result.params["data"] = std::string(name(context.data));
}

void peer(Exec&, const Context& context, Results& results) {
  if (context.devices.size() < 2) return results.absent(kNeedsTwo);
  const Party party(context, peer_words(context));
  const auto links = static_cast<double>(party.size() * (party.size() - 1));
  for (std::size_t from = 0; from < party.size(); ++from)
    for (std::size_t to = 0; to < party.size(); ++to) {
      if (from == to) continue;
      Subject link;
      link.kind = "link";
      link.from = party.name(from);
      link.to = party.name(to);
      measure(party, context, results.about(link), from, to, 0.7 * context.seconds / links);
    }
}

}  // namespace

ASSAY_GPU_TEST(peer, .summary = "copies from each GPU to each other one: one way and both ways",
               .seconds = {.standard = 60, .burnin = 60},
               .metrics = {{"bandwidth", Unit::bytes_per_second},
                           {"read_bandwidth", Unit::bytes_per_second},
                           {"both_ways_bandwidth", Unit::bytes_per_second},
                           {"sm_bandwidth", Unit::bytes_per_second}},
               .timed = true, .verified = true, .whole_node = true);

}  // namespace assay::ASSAY_BACKEND
