#include "tests/reports/io/random_report.hpp"

namespace assay::test {
namespace {

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

}  // namespace

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
  result.load = maybe(dice, [](Dice& d) { return Span{random_number(d), random_number(d)}; });
  result.steady = maybe(dice, [](Dice& d) { return d.chance(0.5); });
  for (std::size_t n = dice.below(4); n > 0; --n)
    result.metrics.push_back(random_metric(dice, std::to_string(n) + random_text(dice)));
  result.facts = named(dice, random_text);
  result.defects = list(dice, 2, random_defect);
  result.telemetry = random_telemetry(dice);
  result.elapsed_s = random_number(dice);
  result.began_s = maybe(dice, random_number);
  return result;
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

}  // namespace assay::test
