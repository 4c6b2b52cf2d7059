#include "tests/cli/sample_reports.hpp"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/clock.hpp"
#include "core/stats.hpp"
#include "reports/writer.hpp"

namespace assay {
namespace fs = std::filesystem;

Report report_of(const std::string& host, double bytes_per_second) {
  const double now = SystemClock().wall_s();
  Report report;
  report.run = {.id = "5f0c7a5e-9f3b-4c1e-8f61-3f3f7f5f0a01",
                .started = iso8601(now - 100),
                .ended = iso8601(now - 10),
                .complete = true,
                .tool = {.version = "0.1.0", .commit = "c0ffee", .build = "test"},
                .planned = {"memory.read"}};
  report.node.hostname = host;
  report.node.cpus = {{.model = "Some CPU", .cores = 2, .threads = 4}};
  Result result{.test = "memory.read", .steady = true, .elapsed_s = 1};
  result.subject.kind = "node";
  result.metrics = {sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher,
                                   std::vector<double>(40, bytes_per_second))};
  report.results = {result};
  return report;
}

InFolder::InFolder() : before_(fs::current_path()) {
  std::string name = (fs::temp_directory_path() / "assay-cli-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
  folder_ = name;
  fs::current_path(folder_);
}

void InFolder::TearDown() {
  fs::current_path(before_);
  fs::remove_all(folder_);
}

std::string InFolder::write(const std::string& name, const std::string& text) {
  if (fs::path(name).has_parent_path()) fs::create_directories(fs::path(name).parent_path());
  std::ofstream(name, std::ios::binary) << text;
  return name;
}

std::string InFolder::write(const std::string& name, const Report& report) {
  return write(name, to_json(report));
}

std::string InFolder::write_profile() {
  return write("demo.yaml",
               "profile: demo\n"
               "describes: for tests\n"
               "limits:\n"
               "  - test: memory.read\n"
               "    metric: bandwidth\n"
               "    at_least: 1 GB/s\n"
               "    warn_below: 2 GB/s\n");
}

std::string InFolder::read(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Ended assay_in_process(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  Console console{.out = out, .err = err};
  const int status = run_program(arguments, console);
  return {status, out.str(), err.str()};
}

Ended assay_binary(const std::string& arguments, const std::string& before) {
  const auto text_of = [](const char* name) {
    std::ifstream file(name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const std::string command =
      before + " '" + ASSAY_BINARY_DIR + "/bin/assay' " + arguments + " >.out 2>.err";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(".out"), text_of(".err")};
}

}  // namespace assay
