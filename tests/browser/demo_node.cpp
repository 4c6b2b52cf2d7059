#include "tests/browser/demo_node.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/clock.hpp"
#include "core/philox.hpp"
#include "core/time_stamp.hpp"
#include "reports/judge.hpp"
#include "tests/reports/judge/sample.hpp"
#include "tests/reports/profiles/good_node.hpp"

namespace assay::test {
namespace {

constexpr double kTest_s = 9;
constexpr int kSlow = 5;

const Shipment& h100() {
  for (const Chip& chip : chips())
    if (chip.profile == "h100-sxm5-80gb") return shipment(chip);
  throw std::out_of_range("no such chip");
}

bool is_slow(const Subject& subject) { return subject.kind == "gpu" && subject.index == kSlow; }

void scale(Metric& metric, double factor) {
  if (metric.value) *metric.value *= factor;
  if (!metric.samples) return;
  Samples& s = *metric.samples;
  for (double* one : {&s.min, &s.p01, &s.p05, &s.p50, &s.p95, &s.p99, &s.max, &s.mean, &s.stddev})
    *one *= factor;
}

/// No two devices are the same.
void vary(Report& report) {
  std::uint64_t i = 0;
  for (Result& result : report.results)
    for (Metric& metric : result.metrics)
      if (metric.samples) scale(metric, 1 + 0.006 * (random_uniform(7, i++) - 0.5));
}

/// One test after another; those of all GPUs at once.
void put_times(Report& report) {
  std::map<std::string, double> began_s;
  for (Result& result : report.results) {
    const double next_s = kTest_s * static_cast<double>(began_s.size() + 1);
    result.began_s = began_s.try_emplace(result.test, next_s).first->second;
    result.elapsed_s = kTest_s - 1;
  }
}

struct Sensor {
  const char* name;
  Unit unit;
  double idle, busy;
};

Series recorded(const Report& report, int gpu, const Sensor& sensor, bool slow) {
  Series series{.subject = {.kind = "gpu", .index = gpu}, .name = sensor.name, .unit = sensor.unit};
  series.period_s = 0.5;
  double end_s = 0;
  for (const Result& result : report.results)
    end_s = std::max(end_s, *result.began_s + 2 * kTest_s);
  double level = sensor.idle;
  for (std::uint64_t i = 0; static_cast<double>(i) * series.period_s < end_s; ++i) {
    const double t = static_cast<double>(i) * series.period_s;
    const bool busy = t > kTest_s && std::fmod(t, kTest_s) < kTest_s - 1;
    const double goal = busy ? sensor.busy * (slow ? 1.12 : 1) : sensor.idle;
    level += (goal - level) * (sensor.unit == Unit::celsius ? 0.02 : 0.4);
    const double noise =
        0.02 * level * (random_uniform(11 + static_cast<std::uint64_t>(gpu), i) - 0.5);
    const bool gap = i > 700 && i < 720 && gpu == 2;
    if (gap)
      series.values.emplace_back();
    else
      series.values.emplace_back(
          Series::Point{level * 0.98 + noise, level + noise, level * 1.015 + noise});
  }
  return series;
}

void put_telemetry(Report& report, bool with_slow) {
  for (const Sensor& sensor :
       {Sensor{"temperature_c", Unit::celsius, 34, 66}, Sensor{"power_w", Unit::watts, 92, 640},
        Sensor{"sm_clock_hz", Unit::hertz, 1.2e9, 1.76e9}})
    for (int gpu = 0; gpu < 8; ++gpu)
      report.telemetry.push_back(recorded(report, gpu, sensor, with_slow && gpu == kSlow));
}

Report demo_report() {
  Report report = h100().good;
  vary(report);
  put_times(report);
  report.node.hostname = "node-0042";
  report.node.serial = "S452077X3912847";
  for (std::size_t gpu = 0; gpu < report.node.gpus.size(); ++gpu)
    report.node.gpus[gpu].serial = fmt::format("16532240{:05}", 17'113 + gpu * 4'099);
  report.node.place = Place{"r12", "leaf-3", "su1", "research", 4};
  report.run.argv = {"assay",  "run",       "--level", "standard",
                     "--site", "site.yaml", "-o",      "reports/"};
  report.run.id = "5f0c7a5e-9f3b-4c1e-8f61-3f3f7f5f0a01";
  return report;
}

DemoNode judged(Report report) {
  Judgement judgement =
      judge({report, "reports/node-0042.json", ""}, h100().profile, {.now_wall_s = kNow_s});
  return {std::move(report), std::move(judgement)};
}

void break_it(Report& report) {
  for (Result& result : report.results) {
    if (!is_slow(result.subject)) continue;
    if (result.test.starts_with("memory."))
      for (Metric& metric : result.metrics)
        if (metric.samples && metric.unit == Unit::bytes_per_second) scale(metric, 0.79);
  }
  std::erase_if(report.results, [](const Result& result) {
    return result.test == "link.nvlink" && result.subject.index == 2;
  });
  report.events.push_back({iso8601(*parse_iso8601(report.run.started) + 151),
                           "xid",
                           {.kind = "gpu", .index = kSlow},
                           92,
                           "NVRM: Xid (PCI:0000:b9:00): 92, High single-bit ECC error rate"});
}

}  // namespace

const std::vector<std::string>& hostile_words() {
  static const std::vector<std::string> words{"<script>document.title='owned'</script>",
                                              "</script><script>document.title='owned'</script>",
                                              "<!--<script>",
                                              "]]>",
                                              R"("><img src=x onerror="document.title='owned'">)",
                                              "' onmouseover='document.title=\"owned\"",
                                              "javascript:document.title='owned'",
                                              "=cmd|' /C calc'!A0",
                                              "\x1b[2J\x1b[31mred\x1b[0m",
                                              "line\nbreak\r\n\tand tab",
                                              "\u202Egnp.exe\u202C",
                                              "\u2066\u2028\u2029",
                                              "\xff\xfe\xc3",
                                              std::string("nul\0byte", 8),
                                              "{{7*7}}${7*7}`",
                                              "__proto__",
                                              "constructor"};
  return words;
}

DemoNode bad_node() {
  Report report = demo_report();
  break_it(report);
  put_telemetry(report, true);
  return judged(std::move(report));
}

DemoNode good_demo_node() {
  Report report = demo_report();
  put_telemetry(report, false);
  return judged(std::move(report));
}

DemoNode hostile_node(std::size_t bytes) {
  Report report = demo_report();
  std::size_t i = 0;
  const auto next = [&] { return hostile_words()[i++ % hostile_words().size()]; };
  report.node.hostname = next();
  report.node.serial = next() + std::string(bytes, '<');
  for (Gpu& gpu : report.node.gpus) gpu.serial = next();
  for (Gpu& gpu : report.node.gpus) gpu.vbios = next();
  for (auto& [key, value] : report.node.software) value = next();
  report.run.argv = hostile_words();
  report.run.data = next();
  report.run.environment = {{"NCCL_DEBUG" + next(), next()}};
  for (const std::string& word : hostile_words()) {
    report.events.push_back({report.run.started,
                             word,
                             {.kind = word, .id = word},
                             1,
                             word + std::string(bytes / 8, 'A')});
    Result& result = report.results.emplace_back();
    result.test = word;
    result.subject = {.kind = "gpu", .id = word, .from = word, .to = word + "2"};
    result.outcome = Outcome::failed;
    result.reason = word;
    result.metrics = {rate(word, Unit::watts, 100)};
    result.facts = {{word, word}};
    result.defects = {{.what = word, .where = word, .expected = word, .actual = word}};
    result.began_s = 1;
    result.elapsed_s = 2;
    report.telemetry.push_back({{.kind = word},
                                word,
                                Unit::watts,
                                0,
                                1,
                                {Series::Point{1, 2, 3}, Series::Point{2, 3, 4}}});
  }
  DemoNode node = judged(std::move(report));
  node.judgement.report = next();
  node.judgement.profile = next();
  node.judgement.describes = next() + std::string(bytes, '"');
  return node;
}

}  // namespace assay::test
