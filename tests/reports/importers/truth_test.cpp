#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/reports/importers/variants.hpp"

namespace assay::test {
namespace {

using nlohmann::json;

constexpr double kGB = 1e9;

/// Logs of real machines and what a correct reading of each is. Where the two disagree the log is
/// right, and the case says why.
class Truth : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(shared_samples()))
      GTEST_SKIP() << "no samples at " << shared_samples();
    truth_ = json::parse(content(shared_samples() + "/truth.json"));
  }

  /// Facts of each log below `folder`, with what its importer reads.
  template <class Check>
  void each(const std::string& folder, const std::string& tool, Check check) const {
    std::size_t seen = 0;
    for (const auto& [path, entry] : truth_.items()) {
      if (!path.starts_with(folder + "/") || !entry.contains("facts")) continue;
      SCOPED_TRACE(path);
      const Log log{path, content(shared_samples() + "/" + path)};
      const auto tools = recognised_by(log);
      if (std::find(tools.begin(), tools.end(), tool) == tools.end()) continue;
      EXPECT_THAT(tools, testing::ElementsAre(tool));
      ++seen;
      check(path, entry["facts"], importer_named(tool).read(log));
    }
    EXPECT_GT(seen, 2U) << folder;
  }

  json truth_;
};

/// The largest value of a metric among results that `wanted` takes.
template <class Wanted>
double largest(const Imported& found, const std::string& metric, Wanted wanted) {
  double most = 0;
  for (const Result& result : found.results)
    for (const Metric& one : result.metrics)
      if (one.name == metric && wanted(result)) most = std::max(most, one.value.value_or(0));
  return most;
}

std::set<std::int64_t> sizes_of(const Imported& found) {
  std::set<std::int64_t> sizes;
  for (const Result& result : found.results)
    if (result.params.contains("bytes"))
      sizes.insert(std::get<std::int64_t>(result.params.at("bytes")));
  return sizes;
}

/// Results of one subject: those of the others say the same.
std::size_t measurements(const Imported& found) {
  std::set<ResultParams> distinct;
  for (const Result& result : found.results)
    if (!result.metrics.empty()) distinct.insert(result.params);
  return distinct.size();
}

bool in_place(const Result& result) {
  const auto at = result.params.find("in_place");
  return at != result.params.end() && std::get<bool>(at->second);
}

/// Rows of size 0 are no measurements: with them the counts are those of the truth.
std::size_t rows_of_nothing(const std::string& path) {
  if (path.find("superbench_nccl_alltoall") != std::string::npos) return 5;
  if (path.find("superbench_nccl_reduce") != std::string::npos) return 2;
  if (path.find("awsdoeks") != std::string::npos) return 2;
  if (path.find("elided_rows") != std::string::npos) return 1;
  return 0;
}

TEST_F(Truth, OfNcclTests) {
  each("nccl-tests", "nccl-tests",
       [](const std::string& path, const json& facts, const Imported& found) {
         const bool placeholders =
             path.find("placeholder") != std::string::npos;  // XXX.XX for figures
         const auto rows = placeholders ? 0 : facts["rows"].get<std::size_t>();
         EXPECT_EQ(measurements(found), 2 * (rows - std::min(rows, rows_of_nothing(path))));
         const auto hosts = facts["n_hosts"].get<std::size_t>();
         EXPECT_EQ(std::max<std::size_t>(found.nodes.size(), found.node.hostname.empty() ? 0 : 1),
                   hosts);
         if (rows == 0) {
           EXPECT_TRUE(is_flagged(found));
           return;
         }
         for (const bool inside : {false, true}) {
           const double busbw = largest(found, "bus_bandwidth", [&](const Result& result) {
             return in_place(result) == inside;
           });
           EXPECT_NEAR(busbw, facts[inside ? "max_busbw_ip" : "max_busbw_oop"].get<double>() * kGB,
                       0.0051 * kGB);
         }
         EXPECT_EQ(*sizes_of(found).rbegin(), facts["sizes"][1].get<std::int64_t>());
         const bool checked = facts["NA_cells"] == 0;
         for (const Result& result : found.results)
           EXPECT_EQ(result.facts.at("checked"), checked ? "yes" : "no");
         const bool wrong =
             facts["err_col_style"] != "float" || path.find("wrong_values") != std::string::npos
                 ? facts["rows_nonzero_err_col"].get<int>() > 0
                 : false;  // a deviation is no count of wrong elements
         const bool failed =
             std::any_of(found.results.begin(), found.results.end(),
                         [](const Result& r) { return r.outcome == Outcome::failed; });
         EXPECT_EQ(failed, wrong);
         double recomputed = facts["recomputed_avg_busbw"].get<double>();
         const bool said = !facts["reported_avg"].empty() && facts["reported_avg"].size() == 1;
         const bool contradicts =
             said &&
             std::abs(std::stod(facts["reported_avg"][0].get<std::string>()) - recomputed) > 0.006;
         const auto& defects = found.defects;
         EXPECT_EQ(std::any_of(
                       defects.begin(), defects.end(),
                       [](const Defect& d) { return d.what.find("average") != std::string::npos; }),
                   contradicts);
         if (facts.contains("nccl")) {
           const Node& node = found.nodes.empty() ? found.node : found.nodes.front();
           EXPECT_EQ(node.software.at("nccl"), facts["nccl"].get<std::string>());
         }
       });
}

/// Complete and without a contradiction: what a nightly import may rest on.
TEST_F(Truth, WholeLogsOfNcclTestsAreWhole) {
  for (const char* file :
       {"aws_batch_p5_mpi_prefix.txt", "aws_p4d_2x8_full_info_log.txt",
        "awsdoeks_efa_mpi_prefix.txt", "deepops_dgxa100_4x8_old_error_col.txt",
        "eunomia_3reps_concatenated_allgather.txt", "eunomia_mpi_prefix_stderr_interleaved.txt",
        "gcm_a100_8gpu_template_hostname.txt", "rtx3090_2node_no_inc_control.txt",
        "superbench_nccl_alltoall.log", "superbench_nccl_reduce.log"}) {
    const Log log{file, content(shared_samples() + "/nccl-tests/" + file)};
    const Imported found = importer_named("nccl-tests").read(log);
    EXPECT_FALSE(is_flagged(found)) << file;
    for (const Result& result : found.results) EXPECT_NE(result.test, "collective.unnamed") << file;
  }
}

TEST_F(Truth, OfAnotherVendorsToolIsNotTakenForNcclTests) {
  const Log log{"nccom", content(shared_samples() + "/nccl-tests/OTHER_aws_nccom_trainium.txt")};
  EXPECT_THAT(recognised_by(log), testing::IsEmpty());
}

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
