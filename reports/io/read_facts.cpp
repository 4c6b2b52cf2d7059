#include <algorithm>
#include <numeric>

#include "reports/io/locate.hpp"
#include "reports/io/read_into.hpp"

namespace assay {
namespace {

constexpr auto kRequired = Presence::required;

/// Position of the later of two metrics of one name; their number if there are no two.
std::size_t second_of_a_name(const std::vector<Metric>& metrics) {
  std::vector<std::size_t> order(metrics.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return metrics[a].name < metrics[b].name; });
  const auto twins = std::adjacent_find(
      order.begin(), order.end(),
      [&](std::size_t a, std::size_t b) { return metrics[a].name == metrics[b].name; });
  return twins == order.end() ? metrics.size() : *std::next(twins);
}

}  // namespace

void read_into(const Spot& at, Better& into) {
  const std::string_view text = at.text();
  if (text != "higher" && text != "lower") at.fail(R"(must be "higher" or "lower")");
  into = text == "higher" ? Better::higher : Better::lower;
}

void read_into(const Spot& at, Outcome& into) {
  const std::optional<Outcome> outcome = outcome_from_name(at.text());
  if (!outcome)
    at.fail("unknown outcome \"" + shown(at.text()) + "\"; there are ok, skipped, failed, error");
  into = *outcome;
}

void read_into(const Spot& at, Samples& into) {
  static constexpr std::array kTable{
      member<&Samples::n>("n", kRequired), member<&Samples::min>("min"),
      member<&Samples::p01>("p01"),        member<&Samples::p05>("p05"),
      member<&Samples::p50>("p50"),        member<&Samples::p95>("p95"),
      member<&Samples::p99>("p99"),        member<&Samples::max>("max"),
      member<&Samples::mean>("mean"),      member<&Samples::stddev>("stddev"),
      member<&Samples::droop>("droop"),
  };
  // A statistic that is not there must never be taken for a measured 0.
  const double nan = std::numeric_limits<double>::quiet_NaN();
  into = {0, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan};
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Metric& into) {
  static constexpr std::array kTable{
      member<&Metric::name>("name", kRequired),
      member<&Metric::unit>("unit", kRequired),
      member<&Metric::better>("better", kRequired),
      Member<Metric>{"value", Presence::optional,
                     [](const Spot& value, Metric& metric) {
                       if (!value.is_null()) metric.value = value.number();
                     }},
      member<&Metric::statistic>("statistic"),
      member<&Metric::peak>("peak"),
      member<&Metric::nominal>("nominal"),
      member<&Metric::samples>("samples"),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, std::vector<Metric>& into) {
  into.reserve(at.size());
  at.elements([&](const Spot& element) { read_into(element, into.emplace_back()); });
  const std::size_t twin = second_of_a_name(into);
  std::size_t i = 0;
  at.elements([&](const Spot& element) {
    if (i++ == twin)
      element.fail("is a second metric named \"" + shown(into[twin].name) + "\" in one result");
  });
}

void read_into(const Spot& at, Defect& into) {
  static constexpr std::array kTable{
      member<&Defect::what>("what", kRequired), member<&Defect::where>("where"),
      member<&Defect::expected>("expected"),    member<&Defect::actual>("actual"),
      member<&Defect::reread>("reread"),        member<&Defect::count>("count"),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Span& into) {
  static constexpr std::array kTable{
      member<&Span::from_s>("from_s", kRequired),
      member<&Span::to_s>("to_s", kRequired),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Telemetry& into) {
  bool lost = false;
  at.members([&](const Spot& field) {
    if (field.key() == "lost") {
      if (std::exchange(lost, true)) field.fail("stands twice in its object");
      return read_into(field, into.lost);
    }
    const auto [place, fresh] = into.quantities.try_emplace(std::string(field.key()));
    if (!fresh) field.fail("stands twice in its object");
    read_into(field, place->second);
  });
}

void read_into(const Spot& at, std::optional<Series::Point>& into) {
  if (at.is_null()) return;
  std::array<double, 3> values{};
  std::size_t n = 0;
  at.elements([&](const Spot& element) {
    if (n < values.size()) values[n] = element.number();
    ++n;
  });
  if (n != values.size()) at.fail("must be [min, mean, max] or null");
  into = {values[0], values[1], values[2]};
}

void read_into(const Spot& at, Unit& into) {
  const std::optional<Unit> unit = unit_from_symbol(at.text());
  if (!unit) at.fail("unknown unit \"" + shown(at.text()) + "\"");
  into = *unit;
}

void read_into(const Spot& at, ParamValue& into) {
  if (at.is_string())
    into = std::string(at.text());
  else if (at.is_bool())
    into = at.boolean();
  else if (at.has_fraction())
    into = at.number();
  else if (at.is_array() || at.is_object() || at.is_null())
    at.fail("must be a number, a string, true or false");
  else
    into = at.integer();
}

void read_into(const Spot& at, Subject& into) {
  static constexpr std::array kTable{
      member<&Subject::kind>("kind", kRequired),
      member<&Subject::index>("index"),
      member<&Subject::id>("id"),
      member<&Subject::uuid>("uuid"),
      member<&Subject::serial>("serial"),
      member<&Subject::from>("from"),
      member<&Subject::to>("to"),
      member<&Subject::nodes>("nodes"),
      member<&Subject::ranks>("ranks"),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Result& into) {
  static constexpr std::array kTable{
      member<&Result::test>("test", kRequired),
      member<&Result::subject>("subject", kRequired),
      member<&Result::params>("params"),
      member<&Result::outcome>("outcome", kRequired),
      member<&Result::reason>("reason"),
      member<&Result::absent>("absent"),
      Member<Result>{
          "attempt", Presence::optional,
          [](const Spot& attempt, Result& result) { result.attempt = attempt.integer(1); }},
      member<&Result::steady>("steady"),
      member<&Result::load>("load"),
      member<&Result::metrics>("metrics", kRequired),
      member<&Result::facts>("facts"),
      member<&Result::defects>("defects", kRequired),
      member<&Result::telemetry>("telemetry"),
      member<&Result::elapsed_s>("elapsed_s"),
      member<&Result::began_s>("began_s"),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Event& into) {
  static constexpr std::array kTable{
      member<&Event::at>("at", kRequired), member<&Event::kind>("kind", kRequired),
      member<&Event::subject>("subject"),  member<&Event::code>("code"),
      member<&Event::text>("text"),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Series& into) {
  static constexpr std::array kTable{
      member<&Series::subject>("subject"),
      member<&Series::name>("name", kRequired),
      member<&Series::unit>("unit", kRequired),
      member<&Series::t0_s>("t0", kRequired),
      member<&Series::period_s>("period_s", kRequired),
      member<&Series::values>("values", kRequired),
  };
  read_members(at, kTable, into);
}

}  // namespace assay
