#include "reports/fleet/cut.hpp"

#include <array>
#include <utility>

#include "core/error.hpp"
#include "reports/fleet/cut_parts.hpp"
#include "reports/judge/index.hpp"

namespace assay::fleet {
namespace {

/// Goes through the text and its report side by side.
class Cutter {
 public:
  Cutter(const char* text, const Asked& asked, Report& report)
      : asked_(asked), report_(report), slots_(text) {}

  std::vector<Slot> cut(simdjson::ondemand::document& document) {
    for (auto field : document.get_object()) {
      const std::string_view key = field.unescaped_key();
      const JsonValue value = field.value();
      if (key == "run") cut_run(value, report_.run, slots_);
      if (key == "node") cut_node(value, asked_, report_.node, slots_);
      if (key == "results") results(value);
      if (key == "events") events(value);
      if (key == "telemetry") telemetry(value);
    }
    return slots_.take();
  }

 private:
  void results(JsonValue value) {
    const std::vector<const Result*> lone = lone_results();
    each_element(value, [&](std::size_t i, JsonValue one) {
      Result& result = report_.results.at(i);
      current_is_alone_ = std::binary_search(lone.begin(), lone.end(), &result);
      this->result(one, result);
    });
  }

  /// Those whose parameters tell them from no other result, in the order of the report.
  std::vector<const Result*> lone_results() const {
    std::vector<const Result*> lone;
    const Index index(report_);
    for (const Group& group : index.groups())
      if (group.last.size() == 1 && group.earlier.empty()) lone.push_back(group.last.front());
    std::sort(lone.begin(), lone.end());
    return lone;
  }

  void result(JsonValue value, Result& result) {
    each_member(value, [&](std::string_view key, JsonValue member) {
      if (key == "elapsed_s" || key == "began_s") slots_.add(member, kNumber);
      if (key == "subject") subject(member, result.subject);
      if (key == "params") params(member, result);
      if (key == "facts") facts(member, result);
      if (key == "telemetry") watched(member, result.telemetry);
      if (key == "load")
        each_member(member, [&](std::string_view, JsonValue s) { slots_.add(s, kNumber); });
      if (key == "metrics")
        each_element(member,
                     [&](std::size_t i, JsonValue one) { metric(one, result.metrics.at(i)); });
    });
  }

  void subject(JsonValue value, Subject& subject) {
    const std::array<Loose, 2> loose{
        {{"uuid", kText, &subject.uuid}, {"serial", kText, &subject.serial}}};
    each_member(
        value, [&](std::string_view key, JsonValue member) { loosen(slots_, key, member, loose); });
  }

  void params(JsonValue value, const Result& result) {
    each_member(value, [&](std::string_view key, JsonValue member) {
      if (!current_is_alone_ || asked_.param(result.test, key)) return;
      const ParamValue& param = result.params.at(std::string(key));
      if (std::holds_alternative<std::int64_t>(param)) slots_.add(member, kWhole);
      if (std::holds_alternative<double>(param)) slots_.add(member, kNumber);
    });
  }

  void facts(JsonValue value, Result& result) {
    each_member(value, [&](std::string_view key, JsonValue member) {
      if (!asked_.fact(key)) slots_.add(member, kText, &result.facts.at(std::string(key)));
    });
  }

  void watched(JsonValue value, Telemetry& telemetry) {
    each_member(value, [&](std::string_view quantity, JsonValue statistics) {
      if (quantity == "lost") return;
      auto& into = telemetry.quantities.at(std::string(quantity));
      each_member(statistics, [&](std::string_view statistic, JsonValue number) {
        slots_.add(number, kNumber, &into.at(std::string(statistic)));
      });
    });
  }

  void number_of(JsonValue value, std::optional<double>& into) {
    if (into) slots_.add(value, kNumber, &*into);
  }

  void metric(JsonValue value, Metric& metric) {
    const bool answers = asked_.expected_metric(metric.name);
    each_member(value, [&](std::string_view key, JsonValue member) {
      if (key == "value" && !answers) number_of(member, metric.value);
      if (key == "peak") number_of(member, metric.peak);
      if (key == "nominal") number_of(member, metric.nominal);
      if (key == "samples") samples(member, *metric.samples);
    });
  }

  void samples(JsonValue value, Samples& s) {
    const std::array<Loose, 11> loose{{{"n", SlotKind::unsigned_, &s.n},
                                       {"min", kNumber, &s.min},
                                       {"p01", kNumber, &s.p01},
                                       {"p05", kNumber, &s.p05},
                                       {"p50", kNumber, &s.p50},
                                       {"p95", kNumber, &s.p95},
                                       {"p99", kNumber, &s.p99},
                                       {"max", kNumber, &s.max},
                                       {"mean", kNumber, &s.mean},
                                       {"stddev", kNumber, &s.stddev},
                                       {"droop", kNumber, &s.droop}}};
    each_member(
        value, [&](std::string_view key, JsonValue member) { loosen(slots_, key, member, loose); });
  }

  void events(JsonValue value) {
    each_element(value, [&](std::size_t, JsonValue event) {
      each_member(event, [&](std::string_view key, JsonValue member) {
        loosen(slots_, key, member,
               std::array<Loose, 3>{{{"at", kText}, {"code", kWhole}, {"text", kText}}});
      });
    });
  }

  void telemetry(JsonValue value) {
    each_member(value, [&](std::string_view key, JsonValue list) {
      if (key == "series") each_element(list, [&](std::size_t, JsonValue one) { series(one); });
    });
  }

  void series(JsonValue value) {
    each_member(value, [&](std::string_view key, JsonValue member) {
      if (key == "t0" || key == "period_s") slots_.add(member, kNumber);
      if (key == "values") slots_.add_points(member);
      if (key == "subject")
        each_member(member, [&](std::string_view part, JsonValue text) {
          if (part == "uuid" || part == "serial") slots_.add(text, kText);
        });
    });
  }

  const Asked& asked_;
  Report& report_;
  SlotList slots_;
  bool current_is_alone_ = false;
};

}  // namespace

std::vector<Slot> find_slots(std::string_view json, const Asked& asked, Report& report) {
  const simdjson::padded_string padded(json);
  simdjson::ondemand::parser parser;
  try {
    auto document = parser.iterate(padded).value();
    return Cutter(padded.data(), asked, report).cut(document);
  } catch (const simdjson::simdjson_error& error) {
    throw Error(std::string("a report that was read cannot be walked: ") + error.what());
  } catch (const std::out_of_range&) {
    throw Error("a report that was read has other parts than its text");
  }
}

}  // namespace assay::fleet
