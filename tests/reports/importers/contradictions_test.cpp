#include <gmock/gmock.h>

#include "core/text.hpp"
#include "tests/reports/importers/variants.hpp"

namespace assay::test {
namespace {

using testing::HasSubstr;

/// One log of which a part was made to say something else, and what must be said of it.
struct Contradiction {
  const char* file;
  std::string from, to;  ///< the first `from` becomes `to`
  const char* defect;
};

std::vector<std::string> defects_of(const Imported& imported) {
  std::vector<std::string> all;
  all.reserve(imported.defects.size());
  for (const Defect& defect : imported.defects) all.push_back(defect.what);
  for (const Result& result : imported.results)
    for (const Defect& defect : result.defects) all.push_back(defect.what);
  return all;
}

Imported read(const std::string& file, const std::string& text) {
  const std::string tool = recognised_by({file, content(own_samples() + "/" + file)}).front();
  return importer_named(tool).read({file, text});
}

class Contradicted : public testing::TestWithParam<Contradiction> {};

TEST_P(Contradicted, IsADefect) {
  const Contradiction& one = GetParam();
  std::string text = content(own_samples() + "/" + one.file);
  EXPECT_THAT(defects_of(read(one.file, text)), testing::Each(testing::Not(HasSubstr(one.defect))));
  const auto at = text.find(one.from);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, one.from.size(), one.to);
  EXPECT_THAT(defects_of(read(one.file, text)), testing::Contains(HasSubstr(one.defect)));
}

std::vector<Contradiction> contradictions() {
  return {
      {"nccl_all_reduce_8_gpus.txt", "# Avg bus bandwidth    : ", "# Avg bus bandwidth    : 1",
       "the average is not that of the rows"},
      {"nccl_all_reduce_8_gpus.txt",
       "#  Rank  7 Group  0 Pid   4107 on gpu-node-17 device  7 [0000:90:00] NVIDIA H100 80GB "
       "HBM3\n",
       "", "times the factor of 7 ranks"},
      {"nccl_wrong_elements.txt", "values : 8 FAILED", "values : 0 OK",
       "0 values are out of bounds, though 8"},
      {"nccl_all_reduce_8_gpus.txt", "values : 0 OK", "values : 0 FAILED", "contradicts the word"},
      {"nccl_all_reduce_8_gpus.txt", "values : 0 OK", "values : 4 FAILED",
       "values out of bounds: 4"},
      {"nccl_all_reduce.json", R"("count":0,"okay":"true")", R"("count":3,"okay":"false")",
       "values out of bounds: 3"},
      {"nccl_all_reduce.json", R"("average_bus_bandwidth":{"bandwidth":)",
       R"("average_bus_bandwidth":{"bandwidth":9)", "the average is not that of the rows"},
      {"nccl_all_reduce.json", "\"time\":", "\"time\":9", "algorithm bandwidth is not size over"},
      {"nvbandwidth_4_gpus.txt", "SUM device_to_device_memcpy_read_ce 4",
       "SUM device_to_device_memcpy_read_ce 5", "the sum is not that of the matrix"},
      {"nvbandwidth_4_gpus.txt", "Device 3: NVIDIA H100 80GB HBM3 (00000000:7f:00)\n", "",
       "not as many columns as devices"},
      {"nvbandwidth.json", "\"sum\" : ", "\"sum\" : 1", "the sum is not that of the matrix"},
      {"gpu_burn_2_gpus.txt", "errors: 0  - 0 ", "errors: 0  - 7  (WARNING!) ",
       "OK stands there, which"},
      {"gpu_burn_2_gpus.txt", "GPU 1: OK", "GPU 1: FAULTY", "FAULTY, says gpu-burn"},
      {"gpu_burn_2_gpus.txt", "Tested 2 GPUs", "Tested 3 GPUs", "another number of GPUs"},
      {"perftest_write_bw.txt", "16384      5000 ", "16384      5000 9",
       "a row that contradicts itself"},
      {"osu_allreduce_validated.txt", "Pass", "Fail", "wrong elements"},
      {"osu_allreduce_validated.txt", "20.00             18.00", "20.00             28.00",
       "the average is not between"},
      {"osu_mbw_mr.txt", "1010.40", "9010.40", "MB/s are not messages times"},
      {"stream.txt", "Array size = 160000000", "Array size = 160100000",
       "the rate is not the size of the arrays"},
      {"babelstream.txt", "3012011.500", "2012011.500", "the rate is not the size of the arrays"},
      {"cuda_bandwidth_test.txt", "Result = PASS", "Result = FAIL", "FAIL, says bandwidthTest"},
      {"cuda_bandwidth_test.txt", "55.3", "0.0", "no work was done"},
      {"cuda_bandwidth_test_csv.txt", "12480.1", "22480.1", "not the size over the time"},
      {"google_benchmark.json", "\"real_time\": 41020.5", "\"real_time\": 31020.5",
       "the mean is not that of the repetitions"},
      {"google_benchmark.json", "\"real_time\": 2.31", "\"real_time\": 0", "took no time"},
  };
}

INSTANTIATE_TEST_SUITE_P(Each, Contradicted, testing::ValuesIn(contradictions()));

/// A table whose rows all say that nothing was done, under a footer that says OK.
TEST(ZeroWork, IsADefectHoweverWellItEnds) {
  std::string text = content(own_samples() + "/nccl_all_reduce_8_gpus.txt");
  std::string zero;
  for (const std::string_view line : lines_of(text)) {
    const auto words = words_of(line);
    if (words.size() == 13 && whole_number(words[0]))
      zero +=
          "           0             0     float     sum      -1     0.00    0.00    0.00      0"
          "     0.00    0.00    0.00      0";
    else if (line.starts_with("# Avg"))
      zero += "# Avg bus bandwidth    : 0 ";
    else
      zero += line;
    zero += '\n';
  }
  EXPECT_THAT(defects_of(read("nccl_all_reduce_8_gpus.txt", zero)),
              testing::Contains(HasSubstr("no row shows any work")));
  const std::string passed =
      "[CUDA Bandwidth Test] - Starting...\nRunning on...\n\n Device 0: Tesla T4\n\nResult = "
      "PASS\n";
  EXPECT_THAT(defects_of(importer_named("cuda-bandwidth-test").read({"x", passed})),
              testing::Contains(HasSubstr("PASS without any figure")));
}

}  // namespace
}  // namespace assay::test
