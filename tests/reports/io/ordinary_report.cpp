#include "tests/reports/io/random_report.hpp"

namespace assay::test {

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
