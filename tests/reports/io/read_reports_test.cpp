#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zstd.h>

#include <fstream>

#include "core/error.hpp"
#include "reports/reader.hpp"
#include "reports/writer.hpp"
#include "tests/reports/io/random_report.hpp"

namespace assay {
namespace {

using testing::ElementsAre;

Report of_host(const std::string& hostname) {
  Report report = test::ordinary_report(2);
  report.node.hostname = hostname;
  return report;
}

std::string compressed(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
  return out;
}

class ReadReports : public testing::Test {
 protected:
  ReadReports() {
    std::string name = testing::TempDir() + "assay-read-XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
    return folder_ + "/" + name;
  }

  /// "hostname@source" of every report, sources without the folder.
  std::vector<std::string> read(const std::string& path) {
    std::vector<std::string> seen;
    read_reports(path, [&](const ReadReport& read) {
      std::string source = read.source;
      if (source.starts_with(folder_)) source.erase(0, folder_.size() + 1);
      seen.push_back(read.report.node.hostname + "@" + source);
    });
    return seen;
  }

  std::string refusal(const std::string& path) {
    try {
      (void)read(path);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  }

  std::string folder_;
};

const std::string two_lines =
    to_json_line(of_host("a")) + "\n\n" + to_json_line(of_host("b")) + "\n";

TEST_F(ReadReports, OneReport) {
  EXPECT_THAT(read(file("a.json", to_json(of_host("a")))), ElementsAre("a@a.json"));
  EXPECT_THAT(read(file("b.json", to_json_line(of_host("b")))), ElementsAre("b@b.json"));
}

TEST_F(ReadReports, OneReportALine) {
  EXPECT_THAT(read(file("f.jsonl", two_lines)), ElementsAre("a@f.jsonl:1", "b@f.jsonl:3"));
  const std::string no_end = two_lines.substr(0, two_lines.size() - 1);
  EXPECT_THAT(read(file("g.jsonl", no_end)), ElementsAre("a@g.jsonl:1", "b@g.jsonl:3"));
}

TEST_F(ReadReports, AnyOtherNameByItsFirstLine) {
  EXPECT_THAT(read(file("lines", two_lines)), ElementsAre("a@lines:1", "b@lines:3"));
  EXPECT_THAT(read(file("one", to_json(of_host("a")))), ElementsAre("a@one"));
}

TEST_F(ReadReports, Compressed) {
  EXPECT_THAT(read(file("a.json.zst", compressed(to_json(of_host("a"))))),
              ElementsAre("a@a.json.zst"));
  EXPECT_THAT(read(file("f.jsonl.zst", compressed(two_lines))),
              ElementsAre("a@f.jsonl.zst:1", "b@f.jsonl.zst:3"));
  EXPECT_THAT(read(file("any", compressed(two_lines))), ElementsAre("a@any:1", "b@any:3"));
  const std::string two_frames =
      compressed(two_lines.substr(0, 100)) + compressed(two_lines.substr(100));
  EXPECT_THAT(read(file("g.jsonl.zst", two_frames)),
              ElementsAre("a@g.jsonl.zst:1", "b@g.jsonl.zst:3"));
}

TEST_F(ReadReports, ManyLinesInLittleMemory) {
  std::string lines;
  for (int i = 0; i < 400; ++i) lines += to_json_line(of_host("n" + std::to_string(i))) + "\n";
  const auto seen = read(file("many.jsonl", lines));
  ASSERT_EQ(seen.size(), 400U);
  for (int i = 0; i < 400; ++i) {
    const std::string n = std::to_string(i);
    EXPECT_EQ(seen[static_cast<std::size_t>(i)], "n" + n + "@many.jsonl:" + std::to_string(i + 1));
  }
}

TEST_F(ReadReports, FoldersSorted) {
  (void)file("b.json", to_json(of_host("b")));
  (void)file("a.jsonl", two_lines);
  (void)file("c.json.zst", compressed(to_json(of_host("c"))));
  (void)file("notes.txt", "no report");
  (void)file("d.json.123-0", "a draft that a killed writer left behind");
  std::filesystem::create_directory(folder_ + "/e.json");
  EXPECT_THAT(read(folder_), ElementsAre("a@a.jsonl:1", "b@a.jsonl:3", "b@b.json", "c@c.json.zst"));
}

TEST_F(ReadReports, StandardInput) {
  const int saved = dup(STDIN_FILENO);
  for (const std::string& text : {two_lines, compressed(two_lines)}) {
    const int opened = open(file("in", text).c_str(), O_RDONLY);
    dup2(opened, STDIN_FILENO);
    close(opened);
    EXPECT_THAT(read("-"), ElementsAre("a@-:1", "b@-:3"));
  }
  dup2(saved, STDIN_FILENO);
  close(saved);
}

TEST_F(ReadReports, APipeThatDribbles) {
  int ends[2] = {};
  ASSERT_EQ(pipe(ends), 0);
  const std::string text = compressed(to_json(of_host("a")));
  ASSERT_EQ(write(ends[1], text.data(), 2), 2);
  ASSERT_EQ(write(ends[1], text.data() + 2, text.size() - 2),
            static_cast<ssize_t>(text.size() - 2));
  close(ends[1]);
  EXPECT_EQ(read("/dev/fd/" + std::to_string(ends[0])).size(), 1U);
  close(ends[0]);
}

TEST_F(ReadReports, NothingToReadIsAnError) {
  EXPECT_EQ(refusal(folder_ + "/none.json"),
            folder_ + "/none.json: cannot be opened: No such file or directory");
  EXPECT_EQ(refusal(folder_), folder_ + ": holds no report");
  EXPECT_EQ(refusal(file("f.jsonl", "\n\n")), folder_ + "/f.jsonl: holds no report");
  EXPECT_THAT(refusal(file("a.json", "")), testing::HasSubstr("a.json:1: not valid JSON"));
}

TEST_F(ReadReports, ErrorsNameTheLineOfTheFile) {
  const std::string bad = to_json_line(of_host("a")) + "\n{\"schema\": 3}\n";
  EXPECT_EQ(refusal(file("f.jsonl", bad)), folder_ + "/f.jsonl:2: schema: must be a string");
  const std::string cut = two_lines.substr(0, two_lines.size() - 9);
  EXPECT_THAT(refusal(file("g.jsonl", cut)), testing::StartsWith(folder_ + "/g.jsonl:3: "));
}

TEST_F(ReadReports, OneBrokenReportDoesNotHideTheOthers) {
  (void)file("a.json", to_json(of_host("a")));
  (void)file("b.json", "{");
  (void)file("c.jsonl", to_json_line(of_host("c")) + "\n[]\n" + to_json_line(of_host("d")) + "\n");
  (void)file("e.json.zst", compressed(to_json(of_host("e"))).substr(0, 100));
  std::vector<std::string> taken;
  std::vector<std::string> broken;
  read_reports(
      folder_, [&](const ReadReport& read) { taken.push_back(read.report.node.hostname); },
      [&](const std::string& source, const InputError& error) {
        EXPECT_NE(std::string(error.what()).find(source), std::string::npos) << error.what();
        broken.push_back(source.substr(folder_.size() + 1));
      });
  EXPECT_THAT(taken, ElementsAre("a", "c", "d"));
  EXPECT_THAT(broken, ElementsAre("b.json", "c.jsonl:2", "e.json.zst"));
}

TEST_F(ReadReports, OnlyBrokenReportsAreNotNothing) {
  (void)file("a.json", "");
  int broken = 0;
  read_reports(
      folder_, [](const ReadReport&) { ADD_FAILURE() << "taken"; },
      [&](const std::string&, const InputError&) { ++broken; });
  EXPECT_EQ(broken, 1);
}

TEST_F(ReadReports, DamagedCompressionIsAnError) {
  const std::string whole = compressed(two_lines);
  for (std::size_t n = 5; n < whole.size(); n += 7) {
    const std::string says = refusal(file("f.jsonl.zst", whole.substr(0, n)));
    EXPECT_NE(says, "accepted") << n;
  }
  EXPECT_THAT(refusal(file("g.jsonl.zst", whole.substr(0, whole.size() - 1))),
              testing::HasSubstr("the compressed data is cut off"));
}

TEST_F(ReadReports, ABombIsRefusedInBoundedMemory) {
  const std::string bomb = compressed(std::string(std::size_t{65} << 20, ' '));
  EXPECT_LT(bomb.size(), 20'000U);
  EXPECT_EQ(refusal(file("b.json.zst", bomb)), folder_ + "/b.json.zst:1: is longer than 64 MiB");
  EXPECT_EQ(refusal(file("b.jsonl.zst", bomb)), folder_ + "/b.jsonl.zst:1: is longer than 64 MiB");
}

}  // namespace
}  // namespace assay
