#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/help.hpp"
#include "cli/program.hpp"
#include "reports/importers/importer.hpp"
#include "reports/reader.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

const std::string kSamples = ASSAY_SOURCE_DIR "/tests/reports/importers/samples/";

class ImportVerb : public testing::Test {
 protected:
  ImportVerb()
      : folder_(std::filesystem::temp_directory_path() / ("import" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  int run(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    Console console{.out = out_, .err = err_};
    arguments.insert(arguments.begin(), "import");
    return run_program(arguments, console);
  }
  [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name)) << text;
    return path(name);
  }
  [[nodiscard]] static Report report_in(const std::string& file) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return read_report(text.str(), file);
  }

  std::filesystem::path folder_;
  std::ostringstream out_, err_;
};

TEST_F(ImportVerb, RecognisesAndWrites) {
  EXPECT_EQ(run({"auto", kSamples + "nccl_all_reduce_8_gpus.txt", "-o", path("r.json")}), 0)
      << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("nccl-tests 2.17.2: 144 results, 0 of them failed"));
  const Report report = report_in(path("r.json"));
  EXPECT_EQ(report.run.tool.name, "nccl-tests");
  EXPECT_EQ(report.node.hostname, "gpu-node-17");
  EXPECT_EQ(report.run.id.size(), 36U);
  EXPECT_TRUE(report.run.complete);
}

TEST_F(ImportVerb, EndsWithWhatTheLogSays) {
  EXPECT_EQ(run({"auto", kSamples + "nccl_wrong_elements.txt", "-o", path("r.json")}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("values out of bounds: 8"));
  EXPECT_EQ(run({"nccl-tests", kSamples + "nccl_gave_up.txt", "-o", path("r.json")}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("nccl_gave_up.txt:2: no table"));
  EXPECT_FALSE(report_in(path("r.json")).run.complete);
}

TEST_F(ImportVerb, RefusesWhatItDoesNotKnow) {
  const std::string unknown = write("x.log", "hello\n");
  EXPECT_EQ(run({"auto", unknown, "-o", path("r.json")}), 3);
  EXPECT_THAT(err_.str(), HasSubstr("nccl-tests"));
  EXPECT_EQ(run({"no-tool", unknown, "-o", path("r.json")}), 3);
  EXPECT_EQ(run({"auto", path("absent"), "-o", path("r.json")}), 3);
  EXPECT_EQ(run({"auto", kSamples + "stream.txt", "-o", path("r.json"), "--at", "today"}), 3);
  EXPECT_EQ(run({"auto", kSamples + "stream.txt", "-o", kSamples + "stream.txt"}), 3);
  const std::string both =
      write("both.log", "STREAM version $Revision: 5.10 $\n# nThread 1 nGpus 1\n# Using devices\n");
  EXPECT_EQ(run({"auto", both, "-o", path("r.json")}), 3);
  EXPECT_THAT(err_.str(), HasSubstr("nccl-tests, stream"));
  EXPECT_FALSE(std::filesystem::exists(path("r.json")));
}

TEST_F(ImportVerb, TakesHostAndTimeWhereTheLogSaysNeither) {
  EXPECT_EQ(run({"stream", kSamples + "stream.txt", "--host", "n7", "--at", "2026-11-20T01:02:03Z",
                 "-o", "-"}),
            0);
  const Report report = read_report(out_.str(), "-");
  EXPECT_EQ(report.node.hostname, "n7");
  EXPECT_EQ(report.run.started, "2026-11-20T01:02:03Z");
  EXPECT_THAT(err_.str(), HasSubstr("4 results"));
}

TEST(ImportManual, NamesEveryTool) {
  const std::string text = section("import");
  for (const Importer& importer : importers())
    EXPECT_THAT(text, HasSubstr("\n- " + std::string(importer.tool) + "\n"));
}

}  // namespace
}  // namespace assay
