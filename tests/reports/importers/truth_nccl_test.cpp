#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "tests/reports/importers/truth.hpp"

namespace assay::test {
namespace {

using nlohmann::json;

constexpr double kGB = 1e9;

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

}  // namespace
}  // namespace assay::test
