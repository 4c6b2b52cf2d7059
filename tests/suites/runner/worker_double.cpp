#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

#include "kernels/host/exec.hpp"
#include "reports/reader.hpp"
#include "reports/writer.hpp"
#include "suites/runner/process.hpp"
#include "suites/runner/serve.hpp"

// A worker for tests of the parent: an honest one, and every kind of mad one.

namespace assay {
namespace {

void say(const std::string& text) {
  if (::send(kWorkerChannel, text.data(), text.size(), MSG_NOSIGNAL) < 0) _exit(9);
}

void wait_for_job() {
  char job[1 << 16];
  if (recv(kWorkerChannel, job, sizeof job, 0) <= 0) _exit(0);
}

std::string result_of(const std::string& test) {
  Result result;
  result.test = test;
  return "result " + to_json(result) + "\n";
}

[[noreturn]] void sleep_for_ever() {
  for (;;) pause();
}

void flood() {
  for (;;) say(std::string(1 << 16, 'x'));
}

void flood_with_results() {
  for (int i = 0;; ++i) {
    Result result;
    result.test = "any.test";
    result.subject = {.kind = "port", .id = std::to_string(i)};
    say("result " + to_json(result) + "\n");
  }
}

void flood_messages() {
  const std::string line(1 << 12, 'm');
  while (write(STDERR_FILENO, line.data(), line.size()) > 0) continue;
}

/// What a mad worker does once it has a job.
// NOLINTNEXTLINE(readability-function-size): a table, one entry a kind
const std::map<std::string, void (*)()>& madness() {
  static const std::map<std::string, void (*)()> kinds{
      {"garbage",
       [] {
         say("\x01\xff garbage\n");
         sleep_for_ever();
       }},
      {"no-json",
       [] {
         say("result {\"test\": \n");
         sleep_for_ever();
       }},
      {"wrong-test",
       [] {
         say(result_of("other.test") + "end 1\n");
         sleep_for_ever();
       }},
      {"twice",
       [] {
         say(result_of("any.test") + result_of("any.test"));
         sleep_for_ever();
       }},
      {"no-result",
       [] {
         say("end 0.1\n");
         sleep_for_ever();
       }},
      {"half-a-line",
       [] {
         say("result {\"tes");
         _exit(0);
       }},
      {"line-without-end", flood},
      {"flood-of-results", flood_with_results},
      {"flood-of-messages", flood_messages},
      {"closes-its-channel",
       [] {
         close(kWorkerChannel);
         sleep_for_ever();
       }},
      {"exits", [] { _exit(3); }},
      {"last-words",
       [] {
         std::fputs("first\nterrible\tnews\n", stderr);
         abort();
       }},
      {"one-too-many",
       [] {
         say(result_of("any.test") + "end 0.1\n" + "result again\n");
         sleep_for_ever();
       }},
      {"ignores-the-end",
       [] {
         say(result_of("any.test") + "end 0.1\n");
         sleep_for_ever();
       }},
      {"child-left-behind",
       [] {
         if (fork() == 0) sleep_for_ever();
         _exit(3);
       }},
      {"murdered", [] { kill(getpid(), SIGKILL); }},
  };
  return kinds;
}

/// A test of the whole node: a result a link from each device to the next.
Test links() {
  Test test{.id = "link.ring", .spec = {.whole_node = true}};
  test.run = [](Device&, const Context& context, Results& results) {
    const std::size_t n = context.devices.size();
    const auto name = [&](std::size_t i) {
      return "gpu" + std::to_string(*context.devices[i % n]->facts().subject.index);
    };
    for (std::size_t i = 0; i < n; ++i)
      results.about({.kind = "link", .from = name(i), .to = name(i + 1)}).facts["worker"] =
          std::to_string(getpid());
  };
  return test;
}

/// Tells what its worker was started with, and who that is.
Test surroundings() {
  Test test{.id = "system.surroundings", .on_device = false};
  test.run = [](Device&, const Context& context, Results& results) {
    Result& result = results.device();
    for (const char* name : {"ASSAY_TEST_A", "ASSAY_TEST_B"})
      // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
      if (const char* value = std::getenv(name)) result.facts[name] = value;
    result.facts["worker"] = std::to_string(getpid());
    result.facts["variant"] = context.variant;
  };
  return test;
}

void serve_honestly() {
  Backend backend;
  backend.kind = "host";
  backend.open = [](const Target& target, Clock& clock) -> std::unique_ptr<Device> {
    host::Settings settings;
    settings.facts = facts_of(target.scripted.value_or(ScriptedDevice{}), target.subject);
    settings.cpus = {-1};
    settings.script = target.script;
    return std::make_unique<host::Exec>(std::move(settings), clock);
  };
  host::register_all(backend.registry);
  backend.registry.add(links());
  backend.registry.add(surroundings());
  const HostFiles files;
  SystemClock clock;
  const ResultCodec codec{[](const Result& r) { return to_json(r); },
                          [](std::string_view text) { return read_result(text, "worker"); }};
  serve(kWorkerChannel, backend, files, clock, codec);
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  assay::become_worker(static_cast<pid_t>(std::strtol(argv[2], nullptr, 10)));
  const std::string kind = argv[1];
  if (kind == "honest") {
    assay::serve_honestly();
    return 0;
  }
  if (kind == "deaf") assay::sleep_for_ever();
  if (kind == "stillborn") return 5;
  assay::wait_for_job();
  assay::madness().at(kind)();
  return 0;
}
