#include "suites/gpu_counters.hpp"
#include "suites/link/peers.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// Whatever was added to any counter of errors of any link.
void put_errors(const Look& look, const std::vector<NvLink>& links) {
  LinkErrors all;
  for (const std::string& name : nvlink_counter_names()) {
    const LinkErrors errors = errors_of(look, links, name);
    put_fact(look.result, name, errors.where);
    all.counted = all.counted || errors.counted;
    all.added += errors.added;
    if (!errors.why_not.empty()) all.why_not = errors.why_not;
  }
  if (!all.counted) return;
  if (all.why_not.empty())
    put(look.result, "link_errors_delta", Unit::count, Better::lower, all.added);
  else
    put_unknown(look.result, "link_errors_delta", Unit::count, Better::lower, all.why_not);
}

void put_links(const Look& look, const GpuHealth& health) {
  const LinkState state = state_of(health.links);
  look.put("active_links", Unit::count, Better::higher, state.active);
  look.put("link_speed", Unit::bytes_per_second, Better::higher, state.slowest);
  put_fact(look.result, "links_down", state.down);
  look.result.params["links"] = state.all.value.value_or(0);
  put_errors(look, health.links);
  put_fabric(look, health);
}

GpuBracket bracket(const Context& context, const Exec& gpu) {
  return {context.files,
          gpu.facts().pci,
          {{"active_links", Unit::count},
           {"link_speed", Unit::bytes_per_second},
           {"link_errors_delta", Unit::count, Better::lower}},
          put_links};
}

/// Nothing to load, and nothing that could fail.
bool has_none(const GpuBracket& counters, Result& result) {
  if (!counters.opening() || !counters.opening()->links.empty()) return false;
  mark_absent(result, "this GPU has no NVLinks");
  return true;
}

/// All that GPU `one` can send and take: copies to and from every other one at once, so that every
/// link it has is loaded both ways, whatever the links are wired to.
void load(const Party& party, std::size_t one, double seconds, Result& result) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t other = 0; other < party.size(); ++other) {
    if (other == one) continue;
    pairs.emplace_back(one, other);
    pairs.emplace_back(other, one);
  }
  const Sampled sampled =
      party.exchange(one, Mover::copy_engine, Direction::write, pairs, seconds, result);
  result.params["peers"] = static_cast<std::int64_t>(pairs.size() / 2);
  result.params["buffer_bytes"] = static_cast<std::int64_t>(party.bytes());
  result.metrics.push_back(
      peer_metric("load_bandwidth", sampled, party.bytes() * static_cast<double>(pairs.size())));
}

/// One GPU has nobody to send to: its links are looked at as they are.
void look_alone(const Context& context, const Exec& gpu, Results& results) {
  GpuBracket counters = bracket(context, gpu);
  Result& result = results.about(gpu.facts().subject);
  if (has_none(counters, result)) return;
  counters.close(result);
  if (!counters.opening()) mark_unreadable(result, result.facts.at("active_links_unknown"));
}

void nvlink(Exec& exec, const Context& context, Results& results) {
  if (context.devices.size() < 2) return look_alone(context, exec, results);
  const Party party(context, peer_words(context) / 4);
  const double seconds = 0.7 * context.seconds / static_cast<double>(party.size());
  for (std::size_t one = 0; one < party.size(); ++one) {
    Result& result = results.about(party[one].facts().subject);
    GpuBracket counters = bracket(context, party[one]);
    if (has_none(counters, result)) continue;
    load(party, one, seconds, result);
    counters.close(result);
  }
}

}  // namespace

ASSAY_GPU_TEST(nvlink,
               .summary = "NVLinks of each GPU: how many are up, how fast, and errors under load",
               .seconds = {.quick = 2, .standard = 10, .burnin = 10},
               .metrics = {{"load_bandwidth", Unit::bytes_per_second},
                           {"active_links", Unit::count},
                           {"link_speed", Unit::bytes_per_second},
                           {"link_errors_delta", Unit::count, Better::lower},
                           {"fabric_complaints", Unit::count, Better::lower}},
               .timed = true, .verified = true, .whole_node = true);

}  // namespace assay::ASSAY_BACKEND
