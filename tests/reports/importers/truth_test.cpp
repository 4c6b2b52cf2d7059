#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "tests/reports/importers/truth.hpp"

namespace assay::test {
namespace {

using nlohmann::json;

constexpr double kGB = 1e9;

/// Figures of one test of nvbandwidth, by its counterpart here.
std::vector<double> figures_of(const Imported& found, const std::string& test,
                               const std::string& metric) {
  std::vector<double> all;
  for (const Result& result : found.results)
    for (const Metric& one : result.metrics)
      if (result.test == test && one.name == metric && one.value) all.push_back(*one.value / kGB);
  return all;
}

TEST_F(Truth, OfNvbandwidth) {
  const std::map<std::string, std::pair<std::string, std::string>> counterparts{
      {"host_to_device_memcpy_ce", {"link.host_to_device", "bandwidth"}},
      {"device_to_host_memcpy_ce", {"link.device_to_host", "bandwidth"}},
      {"device_to_host_memcpy_sm", {"link.device_to_host", "sm_bandwidth"}},
      {"host_to_device_bidirectional_memcpy_ce",
       {"link.bidirectional", "host_to_device_bandwidth"}},
      {"device_to_host_bidirectional_memcpy_ce",
       {"link.bidirectional", "device_to_host_bandwidth"}},
      {"device_to_host_bidirectional_memcpy_sm",
       {"link.bidirectional", "sm_device_to_host_bandwidth"}},
      {"device_to_device_memcpy_read_ce", {"link.peer", "read_bandwidth"}},
      {"device_to_device_memcpy_read_sm", {"link.peer", "sm_read_bandwidth"}},
      {"device_to_device_memcpy_write_ce", {"link.peer", "bandwidth"}}};
  each("nvbandwidth", "nvbandwidth",
       [&](const std::string& path, const json& facts, const Imported& found) {
         if (path.ends_with(".json")) {
           EXPECT_EQ(found.node.gpus.size(), facts["gpus"].get<std::size_t>());
           double sum = 0;
           for (const double figure : figures_of(found, "link.host_to_device", "bandwidth"))
             sum += figure;
           EXPECT_NEAR(sum, 225.55, 0.01);
           return;
         }
         EXPECT_EQ(found.node.gpus.size(), facts["devices"].get<std::size_t>());
         EXPECT_THAT(found.defects, testing::IsEmpty());
         for (const json& test : facts["tests"]) {
           const auto as = counterparts.find(test["name"].get<std::string>());
           if (as == counterparts.end()) continue;
           const auto figures = figures_of(found, as->second.first, as->second.second);
           ASSERT_EQ(figures.size(), test["cells"].get<std::size_t>()) << as->first;
           EXPECT_NEAR(*std::min_element(figures.begin(), figures.end()), test["min"].get<double>(),
                       1e-6);
           EXPECT_NEAR(*std::max_element(figures.begin(), figures.end()), test["max"].get<double>(),
                       1e-6);
         }
       });
}

TEST_F(Truth, OfGpuBurn) {
  each("gpu-burn", "gpu-burn", [](const std::string&, const json& facts, const Imported& found) {
    EXPECT_EQ(found.node.gpus.size(), facts["gpus_listed"].get<std::size_t>());
    const auto& rates = facts["last_gflops"];
    ASSERT_EQ(found.results.size(), rates.size());
    for (std::size_t i = 0; i < rates.size(); ++i) {
      const Result& result = found.results[i];
      const Samples& samples = result.metrics.at(0).samples.value();
      EXPECT_LE(samples.min, rates[i].get<double>() * kGB);
      EXPECT_GE(samples.max, rates[i].get<double>() * kGB);
      EXPECT_GE(result.telemetry.quantities.at("temperature_c").at("max"),
                facts["last_temps"][i].get<double>());
      const bool wrong = facts["any_nonzero_error_in_log"].get<bool>();
      EXPECT_EQ(result.outcome, wrong ? Outcome::failed : Outcome::ok);
    }
    EXPECT_EQ(found.unread.empty(), !facts["tested"].is_null());
  });
}

TEST_F(Truth, OfPerftest) {
  each("perftest", "perftest", [](const std::string&, const json& facts, const Imported& found) {
    std::size_t rows = 0;
    for (const Result& result : found.results) rows += result.metrics.at(0).samples.value().n;
    EXPECT_EQ(rows, facts["rows"].get<std::size_t>());
    const std::string unit = facts["unit"];
    if (unit == "usec") {
      EXPECT_NEAR(found.results.at(0).metrics.at(0).value.value(),
                  facts["first"][2].get<double>() * 1e-6, 1e-12);
      return;
    }
    const double scale = unit == "Gb/sec" ? 1e9 / 8 : 1 << 20;
    double most = 0;
    for (const Result& result : found.results)
      most = std::max(most, result.metrics.at(0).samples.value().max);
    EXPECT_NEAR(most, facts["max_avg_bw"].get<double>() * scale, 1e-6 * scale);
    if (!facts["device"].empty()) {
      EXPECT_EQ(found.results.at(0).subject.id, facts["device"][0].get<std::string>());
    }
  });
}

TEST_F(Truth, OfOsu) {
  each("osu", "osu", [](const std::string&, const json& facts, const Imported& found) {
    EXPECT_THAT(found.unread, testing::IsEmpty());
    if (facts["first"].is_null()) {
      ASSERT_EQ(found.results.size(), 1U);
      EXPECT_NEAR(found.results[0].metrics.at(0).value.value(),
                  std::stod(facts["no_size_row"][0].get<std::string>()) * 1e-6, 1e-12);
      return;
    }
    ASSERT_EQ(found.results.size(), facts["rows"].get<std::size_t>());
    for (const char* end : {"first", "last"}) {
      const Result& result =
          std::string_view(end) == "first" ? found.results.front() : found.results.back();
      EXPECT_EQ(std::get<std::int64_t>(result.params.at("bytes")),
                facts[end][0].get<std::int64_t>());
      const double scale = result.metrics.at(0).unit == Unit::seconds ? 1e-6 : 1e6;
      EXPECT_NEAR(result.metrics.at(0).value.value(), facts[end][1].get<double>() * scale,
                  1e-9 * scale);
    }
  });
}

void expect_rates(const json& facts, const Imported& found,
                  const std::map<std::string, std::string>& tests) {
  for (const auto& [name, test] : tests) {
    std::vector<double> rates;
    for (const Result& result : found.results)
      for (const Metric& metric : result.metrics)
        if (result.test == test && metric.name == "best_bandwidth")
          rates.push_back(metric.value.value() / 1e6);
    ASSERT_EQ(rates.size(), facts[name].size()) << name;
    for (std::size_t i = 0; i < rates.size(); ++i)
      EXPECT_NEAR(rates[i], facts[name][i].get<double>(), 1e-6) << name;
  }
}

TEST_F(Truth, OfStreamAndBabelStream) {
  std::size_t seen = 0;
  for (const auto& [path, entry] : truth_.items()) {
    if (!path.starts_with("stream/") || !entry.contains("facts")) continue;
    SCOPED_TRACE(path);
    const json& facts = entry["facts"];
    const Log log{path, content(shared_samples() + "/" + path)};
    const auto tools = recognised_by(log);
    ASSERT_EQ(tools.size(), 1U);
    const Imported found = importer_named(tools.front()).read(log);
    EXPECT_EQ(tools.front(), facts.contains("Mul") ? "babelstream" : "stream");
    expect_rates(facts, found,
                 {{facts.contains("Mul") ? "Mul" : "Scale", "memory.stream_scale"},
                  {"Copy", "memory.stream_copy"},
                  {"Add", "memory.stream_add"},
                  {"Triad", "memory.stream_triad"}});
    // BabelStream says nothing where its answer was right.
    if (tools.front() == "stream") {
      EXPECT_EQ(!is_flagged(found), facts["validates"].get<bool>());
    }
    ++seen;
  }
  EXPECT_EQ(seen, 6U);
}

TEST_F(Truth, OfBandwidthTest) {
  each("cuda-bandwidthtest", "cuda-bandwidth-test",
       [](const std::string& path, const json& facts, const Imported& found) {
         EXPECT_FALSE(is_flagged(found));
         if (facts["csv_rows"] > 0) {
           EXPECT_EQ(found.results.size(), facts["csv_rows"].get<std::size_t>());
           EXPECT_NEAR(found.results.back().metrics.at(0).value.value(),
                       facts["csv_last"][1].get<double>() * 1048576, 1);
           return;
         }
         const auto& rows = facts["rows"];
         const double unit = path.find("router-gao") != std::string::npos ? 1e9 : 1048576;
         ASSERT_EQ(found.results.size(), rows.size());
         for (std::size_t i = 0; i < rows.size(); ++i) {
           const Result& result = found.results[i];
           EXPECT_EQ(std::get<std::int64_t>(result.params.at("buffer_bytes")),
                     rows[i][0].get<std::int64_t>());
           EXPECT_NEAR(result.metrics.at(0).value.value(), rows[i][1].get<double>() * unit,
                       1e-3 * unit);
         }
       });
}

}  // namespace
}  // namespace assay::test
