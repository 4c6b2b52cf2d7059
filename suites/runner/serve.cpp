#include "suites/runner/serve.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include "core/error.hpp"
#include "core/handle.hpp"
#include "kernels/faults.hpp"
#include "suites/runner/line_buffer.hpp"
#include "suites/runner/ranks.hpp"

namespace assay {
namespace {

/// What a test of the machine gets for a device: it has no use for one, and opening one takes time
/// and memory.
class NoDevice final : public Device {
 public:
  const DeviceFacts& facts() const override { return facts_; }
  Streams& streams() override { none(); }
  Gemm& gemm() override { none(); }
  Fma& fma() override { none(); }
  Chase& chase() override { none(); }
  Digest& digest() override { none(); }
  Copies& copies() override { none(); }
  Launches& launches() override { none(); }

 private:
  [[noreturn]] static void none() { throw Error("a test of the machine asked for a device"); }
  DeviceFacts facts_;
};

void send(int channel, const std::string& line) {
  const std::string text = line + '\n';
  for (std::size_t begin = 0; begin < text.size();) {
    const ssize_t sent = ::send(channel, text.data() + begin, text.size() - begin, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    require(errno_status(sent > 0), "answer");
    begin += static_cast<std::size_t>(sent);
  }
}

/// False when the channel is closed.
bool receive(int channel, LineBuffer& lines) {
  std::array<char, 4096> bytes{};
  const ssize_t got = recv(channel, bytes.data(), bytes.size(), 0);
  if (got < 0 && errno == EINTR) return true;
  require(errno_status(got >= 0), "take a job (assay run starts its workers itself)");
  lines.feed({bytes.data(), static_cast<std::size_t>(got)});
  return got > 0;
}

using Devices = std::vector<std::unique_ptr<Device>>;

/// A figure of the wrong device would condemn one that is well and acquit one that is not.
void demand_same(const Subject& found, const Subject& wanted) {
  if (wanted.uuid.empty() || found.uuid.empty() || found.uuid == wanted.uuid) return;
  throw Error("opened " + found.uuid + " where " + label(wanted) + " is " + wanted.uuid);
}

std::unique_ptr<Device> opened(const Target& target, const Backend& backend, Clock& clock) {
  Faults(target.script).strike();
  std::unique_ptr<Device> device = backend.open(target, clock);
  demand_same(device->facts().subject, target.subject);
  return device;
}

/// As opened(), where several are and it must be said which one was not.
std::unique_ptr<Device> opened_of_many(const Target& target, const Backend& backend, Clock& clock) {
  try {
    return opened(target, backend, clock);
  } catch (const std::exception& error) {
    throw Error(label(target.subject) + ": " + error.what());
  }
}

/// The devices that the test needs, at least one.
Devices devices_for(const Test& test, const Job& job, const Backend& backend, Clock& clock) {
  Devices devices;
  if (!test.on_device) {
    for (const Target& target : job.targets) Faults(target.script).strike();
    devices.push_back(std::make_unique<NoDevice>());
    return devices;
  }
  const auto& open = job.targets.size() == 1 ? opened : opened_of_many;
  for (const Target& target : job.targets) devices.push_back(open(target, backend, clock));
  if (devices.empty()) throw Error("a job without a device");
  return devices;
}

/// What a job is carried out in.
struct Workplace {
  const Backend& backend;
  const HostFiles& files;
  Clock& clock;
  double started_s;
};

/// Of a job that says nothing else: all of the load, from now on.
Stint whole_load(const Job& job, const Clock& clock) {
  return {.of_s = job.seconds, .epoch_wall_s = clock.wall_s()};
}

void run(const Test& test, const Job& job, const Workplace& place, Counters& counters,
         const Devices& devices, Results& results) {
  Context context{.level = job.level,
                  .seconds = job.seconds,
                  .seed = job.seed,
                  .data = job.data,
                  .started_s = place.started_s,
                  .bytes = job.bytes,
                  .run_started_wall_s = job.run_started_wall_s,
                  .files = place.files,
                  .clock = place.clock,
                  .counters = counters,
                  .sweep = job.sweep,
                  .variant = job.variant};
  if (test.spec.in_stints) context.stint = job.stint.value_or(whole_load(job, place.clock));
  if (test.spec.whole_node)
    for (const auto& device : devices) context.devices.push_back(device.get());
  if ((test.spec.ranked || test.spec.joins_ranks) && place.backend.ranks) {
    context.ranks = &place.backend.ranks->join(job, *devices.front());
    context.nodes = job.place.nodes;
    context.message = job.message;
  }
  test.run(*devices.front(), context, results);
}

/// What a result is about that names nothing else: the one device, or the node for several.
Subject subject_of(const Test& test, const Job& job) {
  return test.spec.whole_node || job.targets.empty() ? Subject{} : job.targets.front().subject;
}

/// Adds to what was found that the test did not come to its end.
void mark_broken(std::vector<Result>& results, const Job& job, const Subject& subject,
                 const std::string& reason) {
  // The last of several configurations is the one that it was at.
  const auto last = std::find_if(results.rbegin(), results.rend(), [&](const Result& result) {
    return label(result.subject) == label(subject);
  });
  if (last != results.rend()) {
    Result& result = *last;
    const bool failed = !result.defects.empty();
    result.reason = failed ? result.reason + "; then: " + reason : reason;
    result.outcome = failed ? Outcome::failed : Outcome::error;
    result.absent = false;
    return;
  }
  Result& broken = results.emplace_back();
  broken.test = job.test;
  broken.subject = subject;
  broken.outcome = Outcome::error;
  broken.reason = reason;
}

/// "1, 5"
std::string numbers_text(const std::vector<int>& numbers) {
  constexpr std::size_t most = 20;
  std::string text;
  for (std::size_t i = 0; i < numbers.size() && i < most; ++i)
    text += (i == 0 ? "" : ", ") + std::to_string(numbers[i]);
  if (numbers.size() > most) text += " and " + std::to_string(numbers.size() - most) + " more";
  return text;
}

void carry_out(const Test& test, const Job& job, const Workplace& place, Answer& answer) {
  Counters counters = job.opened_s > 0 ? Counters(job.opening, job.opened_s) : Counters();
  Subject subject = subject_of(test, job);
  std::optional<Results> results;
  std::string broken;
  std::string silent;
  try {
    const Devices devices = devices_for(test, job, place.backend, place.clock);
    if (!test.spec.whole_node) subject = devices.front()->facts().subject;
    results.emplace(job.test, subject);
    run(test, job, place, counters, devices, *results);
  } catch (const Stalled& stalled) {
    broken = stalled.what();
    if (place.backend.ranks) silent = numbers_text(place.backend.ranks->give_up());
    if (!silent.empty()) broken += "; silent: rank " + silent;
  } catch (const std::exception& error) {
    broken = error.what();
    if (broken.empty()) broken = "an exception without words";
  }
  if (results) answer.results = results->take();
  if (broken.empty() && answer.results.empty() && !job.opens) broken = "the test found nothing";
  if (!broken.empty()) mark_broken(answer.results, job, subject, broken);
  if (!silent.empty()) answer.results.back().facts[kSilentRanks] = silent;
  if (test.on_device)
    for (Result& result : answer.results)
      result.facts.insert(place.backend.facts.begin(), place.backend.facts.end());
  if ((test.spec.ranked || test.spec.joins_ranks) && place.backend.ranks)
    place.backend.ranks->describe(answer.results);
  if (test.spec.brackets_run) answer.counters = counters.readings();
  if (job.opens) answer.results.clear();
}

}  // namespace

void become_worker(pid_t parent) {
  require(errno_status(prctl(PR_SET_PDEATHSIG, SIGKILL) == 0), "ask to die with the parent");
  if (getppid() != parent) throw Error("the run that started this worker has ended");
  // 1 and not 0: the kernel takes 0 for "no limit" where cores go to a pipe. A core of a worker
  // that holds most of the memory would take longer than its test.
  rlimit core{};
  if (getrlimit(RLIMIT_CORE, &core) == 0) {
    core.rlim_cur = std::min<rlim_t>(1, core.rlim_max);
    setrlimit(RLIMIT_CORE, &core);
  }
  const File score(open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
  constexpr std::string_view first = "1000";
  if (score && write(score.get(), first.data(), first.size()) < 0)
    complain(errno_status(false), "offer itself to the out-of-memory killer");
}

Answer carry_out(const Job& job, const Backend& backend, const HostFiles& files, Clock& clock) {
  Answer answer;
  const double started_s = clock.now_s();
  const Test* test = backend.registry.find(job.test);
  if (test == nullptr)
    mark_broken(answer.results, job, job.targets.empty() ? Subject{} : job.targets.front().subject,
                "this worker has no such test");
  else
    carry_out(*test, job, {backend, files, clock, started_s}, answer);
  answer.elapsed_s = clock.now_s() - started_s;
  return answer;
}

void serve(int channel, const Backend& backend, const HostFiles& files, Clock& clock,
           const ResultCodec& codec) {
  LineBuffer lines(kLongestLine);
  for (;;) {
    while (const auto line = lines.next()) {
      const Answer answer = carry_out(decode_job(*line), backend, files, clock);
      for (const std::string& text : encode(answer, codec)) send(channel, text);
    }
    if (!receive(channel, lines)) return;
  }
}

}  // namespace assay
