#include <gmock/gmock.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "tests/cli/sample_reports.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::Not;

class Binary : public InFolder {};

/// What the program shows on a terminal of its own.
std::string on_a_terminal(const std::vector<std::string>& words, bool no_color) {
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child == 0) {
    if (no_color)
      setenv("NO_COLOR", "1", 1);  // NOLINT(concurrency-mt-unsafe): a process of its own
    else
      unsetenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe)
    const std::string program = std::string(ASSAY_BINARY_DIR) + "/bin/assay";
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t n = 0; (n = read(terminal, buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<std::size_t>(n));
  close(terminal);
  waitpid(child, nullptr, 0);
  return text;
}

TEST_F(Binary, ColourOnATerminalOnlyAndNeverWithNoColor) {
  write("a.json", report_of("a", 0.5e9));
  const std::vector<std::string> words{"judge", "a.json", "--profile", write_profile()};
  EXPECT_THAT(on_a_terminal(words, false), HasSubstr("\x1b["));
  const std::string plain_text = on_a_terminal(words, true);
  EXPECT_THAT(plain_text, HasSubstr("memory.read.bandwidth"));
  EXPECT_THAT(plain_text, Not(HasSubstr("\x1b")));
}

TEST_F(Binary, NoEscapeCodesOnAPipe) {
  write("a.json", report_of("a", 0.5e9));
  const Ended ended = assay_binary("judge a.json --profile " + write_profile());
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.out + ended.err, Not(HasSubstr("\x1b")));
}

TEST_F(Binary, ReadsStandardInput) {
  write("a.json", report_of("a", 3e9));
  EXPECT_EQ(assay_binary("judge - --profile " + write_profile(), "cat a.json |").status, 0);
  EXPECT_EQ(assay_binary("judge - --profile demo.yaml", "true |").status, 3);
}

TEST_F(Binary, ExitCodes) {
  write_profile();
  write("pass.json", report_of("a", 3e9));
  write("fail.json", report_of("a", 0.5e9));
  Report half = report_of("a", 3e9);
  half.run.complete = false;
  write("unknown.json", half);
  write("bad.json", "[1, 2");
  EXPECT_EQ(assay_binary("judge pass.json --profile demo.yaml").status, 0);
  EXPECT_EQ(assay_binary("judge fail.json --profile demo.yaml").status, 1);
  EXPECT_EQ(assay_binary("judge unknown.json --profile demo.yaml").status, 2);
  const Ended bad = assay_binary("judge bad.json --profile demo.yaml");
  EXPECT_EQ(bad.status, 3);
  EXPECT_THAT(bad.err, testing::StartsWith("assay: bad.json:1"));
  EXPECT_EQ(assay_binary("list --json-please").status, 3);
}

TEST_F(Binary, AFullDiskIsNoSuccess) {
  write("pass.json", report_of("a", 3e9));
  const Ended ended =
      assay_binary("judge pass.json --profile " + write_profile() + " -o /dev/null/x");
  EXPECT_EQ(ended.status, 3);
  const std::string program = std::string(ASSAY_BINARY_DIR) + "/bin/assay";
  const std::string command =
      program + " judge pass.json --profile demo.yaml >/dev/full 2>/dev/null";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 4);
}

}  // namespace
}  // namespace assay
