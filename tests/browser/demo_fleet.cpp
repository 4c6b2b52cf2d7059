#include "tests/browser/demo_fleet.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/philox.hpp"
#include "reports/catalogue/make_reason.hpp"
#include "tests/browser/demo_node.hpp"

namespace assay::test {
namespace {

constexpr std::size_t kGpus = 8;
constexpr std::size_t kEvery = 60;  // of so many nodes one does not pass

struct Kind {
  const char* test;
  const char* metric;
  Unit unit;
  double typical;
  Better better = Better::higher;
};
constexpr std::array<Kind, 12> kKinds{{
    {"memory.read", "bandwidth", Unit::bytes_per_second, 3.02e12},
    {"memory.write", "bandwidth", Unit::bytes_per_second, 2.95e12},
    {"memory.stream_triad", "bandwidth", Unit::bytes_per_second, 2.99e12},
    {"memory.latency", "dram_latency", Unit::seconds, 6.1e-7, Better::lower},
    {"compute.gemm_bf16", "flops", Unit::flops, 7.3e14},
    {"compute.gemm_fp8_e4m3", "flops", Unit::flops, 1.41e15},
    {"compute.gemm_fp64", "flops", Unit::flops, 6.1e13},
    {"link.host_to_device", "bandwidth", Unit::bytes_per_second, 5.5e10},
    {"link.device_to_host", "bandwidth", Unit::bytes_per_second, 5.45e10},
    {"link.nvlink", "bandwidth", Unit::bytes_per_second, 3.9e11},
    {"burnin.soak", "temperature_max", Unit::celsius, 68, Better::lower},
    {"burnin.soak", "flops_per_watt", Unit::flops_per_watt, 1.02e12},
}};

bool is_bad(std::size_t node) { return node % kEvery == kEvery / 2 || node == 3; }

double value_of(const Kind& kind, std::size_t which, std::size_t node, std::size_t gpu,
                std::size_t night) {
  const std::uint64_t draw = (node * kGpus + gpu) * 64 + which;
  const double lot =
      random_uniform(31, draw) + random_uniform(32, draw) + random_uniform(33, draw) - 1.5;
  const double tonight = random_uniform(40 + night, draw) - 0.5;
  double factor = 1 + 0.004 * lot + 0.002 * tonight -
                  0.0008 * static_cast<double>(night) * (which == 4 ? 1 : 0);
  if (is_bad(node) && gpu == node % kGpus && which < 3) factor *= 0.83;
  return kind.typical * (kind.better == Better::lower ? 2 - factor : factor);
}

NodeWords words(std::string name, std::vector<std::string> all,
                const std::vector<std::uint32_t>& of) {
  return {std::move(name), std::move(all), of};
}

std::vector<std::uint32_t> each(std::size_t nodes, std::uint32_t (*word)(std::size_t)) {
  std::vector<std::uint32_t> of(nodes);
  for (std::size_t i = 0; i < nodes; ++i) of[i] = word(i);
  return of;
}

void put_machines(Night& night, const DemoSize& size) {
  const std::size_t per_rack = (size.nodes + size.racks - 1) / std::max<std::size_t>(1, size.racks);
  for (std::size_t rack = 0; rack < size.racks; ++rack)
    night.rack.words.push_back(fmt::format("r{}", rack + 1));
  night.rack.name = "rack";
  for (std::size_t i = 0; i < size.nodes; ++i) {
    night.hostnames.push_back(fmt::format("node-{:05}", i));
    night.serials.push_back(fmt::format("S45{:012}", 2077000000 + i * 37));
    if (size.racks > 0) night.rack.word_of.push_back(static_cast<std::uint32_t>(i / per_rack));
  }
  night.sku = words("machine", {"8 x NVIDIA H100 80GB HBM3"},
                    each(size.nodes, [](std::size_t) { return 0U; }));
  night.identity = {
      words("driver", {"580.95.05", "580.82.07"},
            each(size.nodes, [](std::size_t i) { return i % 97 == 5 ? 1U : 0U; })),
      words("vbios", {"96.00.89.00.01", "96.00.74.00.11"},
            each(size.nodes, [](std::size_t i) { return i % 151 == 4 ? 1U : 0U; })),
      words("kernel", {"6.8.0-45-generic"}, each(size.nodes, [](std::size_t) { return 0U; })),
      words("nic_firmware", {"28.43.2026", "28.39.3004"},
            each(size.nodes, [](std::size_t i) { return i % 33 == 7 ? 1U : 0U; }))};
  for (std::size_t gpu = 0; gpu < kGpus; ++gpu) {
    NightSlot slot{fmt::format("gpu {}", gpu), "gpu", {}};
    for (std::size_t i = 0; i < size.nodes; ++i)
      slot.serials.push_back(
          fmt::format("165{:010}", random_bits(77, i * kGpus + gpu) % 9'999'999'999U));
    night.slots.push_back(std::move(slot));
  }
}

Night night_of(const DemoSize& size, std::size_t number) {
  Night night;
  night.label = fmt::format("2026-11-{:02}", 22 + number - size.nights + 1);
  put_machines(night, size);
  for (std::size_t which = 0; which < size.metrics; ++which) {
    const Kind& kind = kKinds.at(which % kKinds.size());
    for (std::uint32_t gpu = 0; gpu < kGpus; ++gpu) {
      night.columns.push_back(
          {kind.test, kind.metric,
           which < kKinds.size() ? "" : fmt::format("bytes {} MiB", 1U << (which / kKinds.size())),
           "p05", gpu, kind.unit, kind.better});
      for (std::size_t node = 0; node < size.nodes; ++node)
        night.values.push_back(static_cast<float>(value_of(kind, which, node, gpu, number)));
    }
  }
  return night;
}

Reason slow(std::size_t node) {
  const std::size_t gpu = node % kGpus;
  Reason reason = make_reason(
      node % 3 == 0 ? ReasonId("below-limit") : ReasonId("peer-outlier"),
      fmt::format("memory.read.bandwidth on gpu {}: p05 2.507 TB/s is not at least 2.78 TB/s",
                  gpu));
  reason.subject = fmt::format("gpu {}", gpu);
  reason.test = "memory.read";
  reason.metric = "bandwidth";
  reason.measured = 2.507e12;
  reason.op = ">=";
  reason.limit = 2.78e12;
  reason.margin = -0.0982;
  reason.unit = Unit::bytes_per_second;
  reason.source = "h100-sxm5-80gb:41";
  return reason;
}

void put_verdicts(const DemoSize& size, FleetPage& page) {
  const Night& night = *page.night;
  for (std::size_t i = 0; i < size.nodes; ++i) {
    PageNode node{.name = night.hostnames[i],
                  .source = "night.jsonl:" + std::to_string(i + 1),
                  .profile = "h100-sxm5-80gb",
                  .verdict = Verdict::pass,
                  .reasons = {},
                  .place = {}};
    if (size.racks > 0)
      node.place = Place{.rack = night.rack.of(i),
                         .leaf = "",
                         .su = "",
                         .owner = "",
                         .unit = static_cast<std::int64_t>(i % 8)};
    if (is_bad(i)) node.reasons.push_back(slow(i));
    if (i % 211 == 17)
      node.reasons.push_back(make_reason("incomplete-run", "the run did not finish"));
    for (const Reason& reason : node.reasons) node.verdict = std::max(node.verdict, reason.verdict);
    page.tally.add(node.verdict);
    page.verdict = std::max(page.verdict, node.verdict);
    page.nodes.push_back(std::move(node));
  }
}

LinkMatrix links_among(std::size_t n) {
  LinkMatrix matrix{.test = "collective.pairs",
                    .metric = "bandwidth",
                    .unit = Unit::bytes_per_second,
                    .better = Better::higher,
                    .ends = {},
                    .values = {}};
  for (std::size_t i = 0; i < n; ++i) matrix.ends.push_back(fmt::format("node-{:05}", i));
  for (std::size_t i = 0; i < n * n; ++i) {
    const bool bad = i / n == 5 || i % n == 5;
    matrix.values.push_back(i / n == i % n ? std::nanf("")
                                           : static_cast<float>(4.8e10 * (bad ? 0.6 : 1) *
                                                                (1 + 0.01 * random_uniform(3, i))));
  }
  return matrix;
}

}  // namespace

DemoFleet demo_fleet(const DemoSize& size) {
  DemoFleet fleet;
  fleet.nights.reserve(size.nights);
  for (std::size_t i = 0; i < size.nights; ++i) fleet.nights.push_back(night_of(size, i));
  fleet.page.verdict = Verdict::pass;
  fleet.page.night = &fleet.nights.back();
  fleet.page.label = fleet.nights.back().label;
  put_verdicts(size, fleet.page);
  for (std::size_t i = 0; i + 1 < size.nights; ++i) {
    PageNight before{fleet.nights[i].label, fleet.page.tally, &fleet.nights[i]};
    for (std::size_t more = 0; more < i; ++more) before.tally.add(Verdict::warn);
    fleet.page.before.push_back(before);
  }
  if (size.links > 0) fleet.page.matrices.push_back(links_among(size.links));
  return fleet;
}

DemoFleet hostile_fleet(std::size_t bytes) {
  DemoFleet fleet = demo_fleet({.nodes = 40, .racks = 4, .metrics = 12, .nights = 2, .links = 4});
  const std::vector<std::string>& bad = hostile_words();
  Night& night = fleet.nights.back();
  for (std::size_t i = 0; i < fleet.page.nodes.size(); ++i) {
    const std::string& word = bad[i % bad.size()];
    PageNode& node = fleet.page.nodes[i];
    night.hostnames[i] = node.name = std::to_string(i) + word;
    node.place->rack = bad[i / 10];
    node.source = node.profile = word;
    night.serials[i] = word + std::string(i == 0 ? bytes : 0, '<');
    night.slots[0].serials[i] = word;
    for (Reason& reason : node.reasons)
      reason.id = reason.subject = reason.test = reason.metric = reason.source = reason.text =
          reason.op = word;
    if (i % 7 == 0)
      node.reasons.push_back(
          {.id = word, .verdict = Verdict::fail, .text = word + std::string(bytes, '>')});
  }
  for (std::size_t i = 0; i < night.columns.size(); ++i)
    night.columns[i].test = bad[i / kGpus % bad.size()];
  for (NodeWords& list : night.identity) list.name = list.words[0] = bad[0];
  for (NightSlot& slot : night.slots) slot.label += bad[1];
  fleet.page.suspicions = fleet.page.notes = bad;
  for (std::string& end : fleet.page.matrices[0].ends) end += bad[4];
  fleet.page.label = bad[0];
  return fleet;
}

}  // namespace assay::test
