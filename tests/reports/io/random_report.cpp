#include "tests/reports/io/random_report.hpp"

#include <cmath>
#include <cstring>
#include <limits>

namespace assay::test {
namespace {

std::string maybe_text(Dice& dice) { return dice.chance(0.5) ? random_text(dice) : ""; }

std::int64_t random_integer(Dice& dice) {
  const std::size_t shift = dice.below(64);
  return static_cast<std::int64_t>(dice.bits()) >> shift;
}

std::int64_t random_count(Dice& dice) {
  return static_cast<std::int64_t>(dice.bits() >> (1 + dice.below(63)));
}

template <class Make>
auto maybe(Dice& dice, Make make) -> std::optional<decltype(make(dice))> {
  if (dice.chance(0.5)) return std::nullopt;
  return make(dice);
}

template <class Make>
auto list(Dice& dice, std::size_t most, Make make) -> std::vector<decltype(make(dice))> {
  std::vector<decltype(make(dice))> items;
  for (std::size_t n = dice.below(most + 1); n > 0; --n) items.push_back(make(dice));
  return items;
}

template <class Make>
auto named(Dice& dice, Make make) -> std::map<std::string, decltype(make(dice))> {
  std::map<std::string, decltype(make(dice))> members;
  for (std::size_t n = dice.below(4); n > 0; --n)
    members.insert_or_assign(random_text(dice), make(dice));
  return members;
}

Unit random_unit(Dice& dice) {
  return static_cast<Unit>(dice.below(static_cast<std::size_t>(Unit::count) + 1));
}

Subject random_subject(Dice& dice) {
  return {.kind = dice.one_of<std::string>({"node", "gpu", "cpu", "link", "port", "group"}),
          .index = maybe(dice, random_integer),
          .id = maybe_text(dice),
          .uuid = maybe_text(dice),
          .serial = maybe_text(dice),
          .from = maybe_text(dice),
          .to = maybe_text(dice),
          .nodes = list(dice, 2, random_text),
          .ranks = maybe(dice, random_integer)};
}

Samples random_samples(Dice& dice) {
  Samples samples{.n = static_cast<std::uint64_t>(random_count(dice))};
  for (double* statistic :
       {&samples.min, &samples.p01, &samples.p05, &samples.p50, &samples.p95, &samples.p99,
        &samples.max, &samples.mean, &samples.stddev, &samples.droop})
    *statistic = random_number(dice);
  return samples;
}

ParamValue random_param(Dice& dice) {
  switch (dice.below(4)) {
    case 0:
      return random_integer(dice);
    case 1:
      return random_number(dice);
    case 2:
      return dice.chance(0.5);
    default:
      return random_text(dice);
  }
}

Defect random_defect(Dice& dice) {
  return {random_text(dice), maybe_text(dice), maybe_text(dice),
          maybe_text(dice),  maybe_text(dice), static_cast<std::uint64_t>(random_count(dice))};
}

Telemetry random_telemetry(Dice& dice) {
  Telemetry telemetry;
  telemetry.quantities = named(dice, [](Dice& d) { return named(d, random_number); });
  telemetry.lost = list(dice, 2, random_text);
  return telemetry;
}

Event random_event(Dice& dice) {
  return {random_text(dice), random_text(dice), random_subject(dice), maybe(dice, random_integer),
          maybe_text(dice)};
}

Series random_series(Dice& dice) {
  Series series{
      .subject = random_subject(dice), .name = random_text(dice), .unit = random_unit(dice)};
  series.t0_s = random_number(dice);
  series.period_s = random_number(dice);
  series.values = list(dice, 4, [](Dice& d) {
    return maybe(d, [](Dice& e) {
      return Series::Point{random_number(e), random_number(e), random_number(e)};
    });
  });
  return series;
}

Cpu random_cpu(Dice& dice) {
  return {random_integer(dice), maybe_text(dice), maybe_text(dice), random_count(dice),
          random_count(dice)};
}

Gpu random_gpu(Dice& dice) {
  return {.index = random_integer(dice),
          .uuid = maybe_text(dice),
          .serial = maybe_text(dice),
          .name = maybe_text(dice),
          .vbios = maybe_text(dice),
          .pci = maybe_text(dice),
          .board_part = maybe_text(dice),
          .module = maybe(dice, random_integer),
          .compute_capability = maybe_text(dice),
          .memory_bytes = maybe(dice, random_integer),
          .sms = maybe(dice, random_integer)};
}

Nic random_nic(Dice& dice) {
  return {maybe_text(dice), maybe_text(dice), maybe_text(dice),
          maybe_text(dice), maybe_text(dice), maybe_text(dice)};
}

Run random_run(Dice& dice) {
  Run run;
  run.id = random_text(dice);
  run.started = random_text(dice);
  run.ended = maybe_text(dice);
  run.complete = dice.chance(0.5);
  run.level = random_text(dice);
  run.nodes = 1 + random_count(dice) / 2;
  run.seed = random_integer(dice);
  run.data = maybe_text(dice);
  run.argv = list(dice, 3, random_text);
  run.tool = {random_text(dice), maybe_text(dice), maybe_text(dice), maybe_text(dice)};
  run.injected = list(dice, 2, random_text);
  run.environment = named(dice, random_text);
  run.planned = list(dice, 3, random_text);
  run.opening = named(dice, [](Dice& d) { return named(d, random_integer); });
  return run;
}

}  // namespace

double random_number(Dice& dice) {
  if (dice.chance(0.2)) return static_cast<double>(random_integer(dice));
  if (dice.chance(0.1))
    return dice.one_of<double>({0.0, -0.0, std::numeric_limits<double>::max(),
                                std::numeric_limits<double>::denorm_min(), 1e15, 1e16, 0.1});
  for (;;) {
    const std::uint64_t bits = dice.bits();
    double number = 0;
    std::memcpy(&number, &bits, sizeof number);
    if (std::isfinite(number)) return number;
  }
}

std::string random_text(Dice& dice) {
  static const std::vector<std::string> kPieces{"a",
                                                "bandwidth",
                                                "0",
                                                " ",
                                                "\"",
                                                "\\",
                                                "/",
                                                "\n",
                                                "\t",
                                                "\x01",
                                                "\x7F",
                                                std::string(1, '\0'),
                                                "µ",
                                                "€",
                                                "\xF0\x9F\x98\x80",
                                                "\xEF\xBF\xBD",
                                                "null",
                                                "{",
                                                "]",
                                                ".",
                                                "-"};
  std::string text = dice.one_of(kPieces);
  for (std::size_t n = dice.below(6); n > 0; --n) text += dice.one_of(kPieces);
  return text;
}

Metric random_metric(Dice& dice, const std::string& name) {
  return {.name = name,
          .unit = random_unit(dice),
          .better = dice.chance(0.5) ? Better::higher : Better::lower,
          .value = maybe(dice, random_number),
          .statistic = maybe_text(dice),
          .peak = maybe(dice, random_number),
          .nominal = maybe(dice, random_number),
          .samples = maybe(dice, random_samples)};
}

Result random_result(Dice& dice) {
  Result result;
  result.test = random_text(dice);
  result.subject = random_subject(dice);
  result.params = named(dice, random_param);
  result.outcome = static_cast<Outcome>(dice.below(4));
  result.reason = maybe_text(dice);
  result.absent = dice.chance(0.5);
  result.attempt = 1 + random_count(dice) / 2;
  result.steady = maybe(dice, [](Dice& d) { return d.chance(0.5); });
  for (std::size_t n = dice.below(4); n > 0; --n)
    result.metrics.push_back(random_metric(dice, std::to_string(n) + random_text(dice)));
  result.facts = named(dice, random_text);
  result.defects = list(dice, 2, random_defect);
  result.telemetry = random_telemetry(dice);
  result.elapsed_s = random_number(dice);
  return result;
}

Node random_node(Dice& dice) {
  Node node;
  for (std::string* text : {&node.machine_id, &node.serial, &node.board_serial, &node.vendor,
                            &node.product, &node.bios, &node.boot_id, &node.hypervisor})
    *text = maybe_text(dice);
  node.hostname = random_text(dice);
  node.place = maybe(dice, [](Dice& d) {
    return Place{maybe_text(d), maybe_text(d), maybe_text(d), maybe_text(d),
                 maybe(d, random_integer)};
  });
  node.cpus = list(dice, 2, random_cpu);
  node.memory = {maybe(dice, random_integer), maybe(dice, random_integer)};
  node.gpus = list(dice, 3, random_gpu);
  node.nics = list(dice, 2, random_nic);
  node.links = list(dice, 2, [](Dice& d) {
    return Link{maybe_text(d), maybe_text(d), maybe_text(d)};
  });
  node.software = named(dice, random_text);
  return node;
}

Report random_report(Dice& dice, std::size_t most) {
  Report report;
  report.schema_version = "1." + std::to_string(dice.below(100));
  report.run = random_run(dice);
  report.node = random_node(dice);
  report.results = list(dice, most, random_result);
  report.events = list(dice, most, random_event);
  report.telemetry = list(dice, most, random_series);
  return report;
}

Report ordinary_report(std::size_t tests) {
  Dice dice(7);
  const auto near = [&](double middle) {
    return middle * (0.9 + 0.2 * static_cast<double>(dice.below(1U << 20)) / (1U << 20));
  };
  Report report;
  report.run.id = "5a1d6f5e-93f1-4b8e-9d38-0d9b2ff1b1c6";
  report.run.started = "2026-11-21T19:11:00Z";
  report.node.hostname = "node-0001";
  for (std::size_t i = 0; i < tests; ++i) {
    Result result{.test = "memory.test_" + std::to_string(i)};
    result.subject = {.kind = "gpu",
                      .index = static_cast<std::int64_t>(i % 8),
                      .uuid = "GPU-5a1d6f5e-93f1-4b8e-9d38-0d9b2ff1b1c6"};
    result.params = {{"bytes", std::int64_t{4294967296}}, {"data", std::string("random")}};
    for (const char* name : {"bandwidth", "latency", "droop_share", "launch_time"}) {
      const double middle = near(2.9e12);
      Samples samples{200,          near(middle), near(middle), near(middle), middle, near(middle),
                      near(middle), near(middle), near(middle), near(1e9),    near(1)};
      result.metrics.push_back({name, Unit::bytes_per_second, Better::higher, samples.p05, "p05",
                                3.352e12, 3.35e12, samples});
    }
    result.telemetry.quantities = {{"power_w", {{"mean", near(600)}, {"max", near(700)}}},
                                   {"temperature_c", {{"mean", near(50)}, {"max", near(60)}}}};
    result.elapsed_s = near(1);
    report.results.push_back(result);
  }
  return report;
}

}  // namespace assay::test
