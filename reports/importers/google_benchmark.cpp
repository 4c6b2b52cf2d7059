#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "core/clock.hpp"
#include "core/stats.hpp"
#include "core/time_stamp.hpp"
#include "reports/importers/common/figures.hpp"
#include "reports/importers/common/json.hpp"
#include "reports/importers/common/log_text.hpp"

namespace assay {
namespace {

struct TimeUnit {
  std::string_view name;
  double seconds;
};
constexpr std::array<TimeUnit, 4> kTimeUnits{{{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}}};

/// All repetitions of one benchmark.
struct Repeated {
  const JsonValue* first = nullptr;
  std::vector<double> real_s, cpu_s, bytes_per_second, items_per_second;
  std::map<std::string, const JsonValue*> aggregates;  ///< mean, median, stddev, cv
  std::string error, skipped;
  std::int64_t repetitions = 1;
};

class BenchmarkReader {
 public:
  explicit BenchmarkReader(const LogText& text) : json_(read_json(text)) {
    imported_.unread = json_.unread;
    if (json_.root) take(*json_.root);
  }
  [[nodiscard]] Imported imported() &&;

 private:
  void take(const JsonValue& root);
  void take_context(const JsonValue& context);
  void take_row(const JsonValue& row);
  void take_figures(const JsonValue& row, Repeated& into);
  void add_result(const std::string& name, const Repeated& repeated);
  void check(const Repeated& repeated, Result& result);
  std::optional<double> seconds_of(const JsonValue& row, std::string_view key);
  void unread(const JsonValue& value, const std::string& why) {
    imported_.unread.push_back(json_.at(value, why));
  }

  JsonText json_;
  Imported imported_;
  std::vector<std::string> order_;
  std::map<std::string, Repeated> repeated_;
  std::string executable_, build_;
};

/// "2026-11-21T20:11:00+01:00" in UTC; "" for what is no such time.
std::string in_utc(const std::string& text) {
  constexpr std::size_t local = 19;
  constexpr std::size_t whole = 25;
  if (text.size() == local + 1 && text.back() == 'Z') return text;
  if (text.size() != whole || (text[local] != '+' && text[local] != '-')) return "";
  const auto at = parse_iso8601(text.substr(0, local) + "Z");
  const auto hours = decimal(text.substr(local + 1, 2));
  const auto minutes = decimal(text.substr(local + 4, 2));
  if (!at || !hours || !minutes) return "";
  const double offset_s = (text[local] == '-' ? -1 : 1) * (*hours * 3600 + *minutes * 60);
  return iso8601(*at - offset_s);
}

void BenchmarkReader::take_context(const JsonValue& context) {
  imported_.node.hostname = context.text_of("host_name").value_or("");
  imported_.tool_version = context.text_of("library_version").value_or("");
  executable_ = context.text_of("executable").value_or("");
  imported_.command = executable_;
  build_ = context.text_of("library_build_type").value_or("");
  imported_.started = in_utc(context.text_of("date").value_or(""));
  if (imported_.started.empty()) unread(context, "date is missing or no time");
}

std::optional<double> BenchmarkReader::seconds_of(const JsonValue& row, std::string_view key) {
  const auto value = row.number_of(key);
  const std::string unit = row.text_of("time_unit").value_or("");
  for (const TimeUnit& known : kTimeUnits)
    if (known.name == unit && value) return *value * known.seconds;
  return std::nullopt;
}

void BenchmarkReader::take_figures(const JsonValue& row, Repeated& into) {
  const auto real = seconds_of(row, "real_time");
  const auto cpu = seconds_of(row, "cpu_time");
  const auto iterations = row.number_of("iterations");
  if (!real || !cpu || !iterations)
    return unread(row, "real_time, cpu_time, time_unit or iterations is missing");
  into.real_s.push_back(*iterations > 0 ? *real : 0);
  into.cpu_s.push_back(*cpu);
  if (const auto rate = row.number_of("bytes_per_second")) into.bytes_per_second.push_back(*rate);
  if (const auto rate = row.number_of("items_per_second")) into.items_per_second.push_back(*rate);
}

void BenchmarkReader::take_row(const JsonValue& row) {
  const auto name = row.text_of("run_name");
  const auto type = row.text_of("run_type");
  if (!name || !type || !row.number_of("threads"))
    return unread(row, "run_name, run_type or threads is missing");
  const std::string& run_name = *name;
  const auto [at, fresh] = repeated_.try_emplace(run_name);
  Repeated& into = at->second;
  if (fresh) {
    order_.push_back(run_name);
    into.first = &row;
    into.repetitions =
        static_cast<std::int64_t>(std::clamp(row.number_of("repetitions").value_or(1), 1.0, 1e9));
  }
  const JsonValue* failed = row.find("error_occurred");
  const JsonValue* skipped = row.find("skipped");
  if (failed != nullptr && failed->boolean) {
    into.error = row.text_of("error_message").value_or("an error without a message");
  } else if (skipped != nullptr && skipped->boolean) {
    into.skipped = row.text_of("skip_message").value_or("skipped without a reason");
  } else if (*type == "aggregate") {
    into.aggregates[row.text_of("aggregate_name").value_or("")] = &row;
  } else {
    take_figures(row, into);
  }
}

void BenchmarkReader::take(const JsonValue& root) {
  const JsonValue* context = root.find("context");
  const JsonValue* rows = root.find("benchmarks");
  if (context == nullptr) unread(root, "no context");
  if (context != nullptr) take_context(*context);
  if (rows == nullptr || rows->elements.empty()) return unread(root, "no benchmarks");
  for (const JsonValue& row : rows->elements) take_row(row);
}

/// The tool's own statistics against the repetitions they are of.
void BenchmarkReader::check(const Repeated& repeated, Result& result) {
  for (const auto& [statistic, of] :
       {std::pair{"mean", +[](const Samples& s) { return s.mean; }},
        std::pair{"median", +[](const Samples& s) { return s.p50; }}}) {
    const auto row = repeated.aggregates.find(statistic);
    if (row == repeated.aggregates.end() || repeated.real_s.empty()) continue;
    const auto said = seconds_of(*row->second, "real_time");
    const double is = of(summarise(repeated.real_s));
    constexpr double printing = 1e-9;
    if (said && std::abs(*said - is) <= printing * std::abs(is)) continue;
    add_defect(result, {.what = fmt::format("the {} is not that of the repetitions", statistic),
                        .where = json_.at(*row->second, "real_time"),
                        .expected = fmt::format("{} s", is),
                        .actual = said ? fmt::format("{} s", *said) : ""});
  }
  for (const double time : repeated.real_s)
    if (time <= 0)
      return add_defect(result, {.what = "iterations that took no time, or none",
                                 .where = json_.at(*repeated.first, "real_time")});
}

void BenchmarkReader::add_result(const std::string& name, const Repeated& repeated) {
  Result& result = imported_.results.emplace_back();
  result.test = "benchmark.google";
  result.params = {{"name", name}};
  if (const auto threads = repeated.first->number_of("threads"); threads && *threads > 1)
    result.params["threads"] = static_cast<std::int64_t>(std::min(*threads, 1e9));
  result.facts = {{"tool", "Google Benchmark"}, {"executable", executable_}, {"build", build_}};
  if (!repeated.error.empty()) return set_error(result, repeated.error);
  if (!repeated.skipped.empty()) {
    result.outcome = Outcome::skipped;
    result.reason = repeated.skipped;
    return;
  }
  const auto add = [&](const char* metric, Unit unit, const std::vector<double>& samples) {
    const Better better = unit == Unit::seconds ? Better::lower : Better::higher;
    if (!samples.empty()) result.metrics.push_back(sampled_metric(metric, unit, better, samples));
  };
  add("time", Unit::seconds, repeated.real_s);
  add("cpu_time", Unit::seconds, repeated.cpu_s);
  add("bandwidth", Unit::bytes_per_second, repeated.bytes_per_second);
  add("items", Unit::per_second, repeated.items_per_second);
  result.facts["statistic"] = fmt::format("{} repetitions", repeated.real_s.size());
  const auto mean = repeated.aggregates.find("mean");
  if (repeated.real_s.empty() && mean != repeated.aggregates.end()) {
    result.facts["statistic"] = fmt::format("mean of {} repetitions", repeated.repetitions);
    if (const auto time = seconds_of(*mean->second, "real_time"))
      result.metrics.push_back(one_sample("time", Unit::seconds, Better::lower, *time));
  } else if (std::cmp_not_equal(repeated.real_s.size(), repeated.repetitions)) {
    unread(*repeated.first, fmt::format("{} of {} repetitions stand here", repeated.real_s.size(),
                                        repeated.repetitions));
  }
  if (result.metrics.empty()) set_error(result, "no figure");
  check(repeated, result);
}

Imported BenchmarkReader::imported() && {
  for (const std::string& name : order_) add_result(name, repeated_.at(name));
  return std::move(imported_);
}

bool recognises_google_benchmark(const Log& log) {
  const LogText text = read_text(log);
  return text.contains("\"benchmarks\"") && text.contains("\"context\"") &&
         (text.contains("\"real_time\"") || text.contains("\"library_build_type\""));
}

Imported read_google_benchmark(const Log& log) {
  return BenchmarkReader(read_text(log)).imported();
}

}  // namespace

ASSAY_IMPORTER(recognises_google_benchmark, read_google_benchmark);

}  // namespace assay
