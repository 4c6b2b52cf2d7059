#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>

#include "core/error.hpp"
#include "core/text.hpp"
#include "suites/machine/nvml_session.hpp"
#include "suites/runner/fields.hpp"
#include "suites/runner/nvml_child.hpp"
#include "suites/runner/nvml_wire.hpp"

namespace assay {
namespace {

using Fields = NvmlChild::Fields;

std::string number_text(double value) {
  std::array<char, 40> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), error == std::errc{} ? end : text.data()};
}

/// Answers questions; what it opened stays open.
class Answerer {
 public:
  Answerer(const HostFiles& files, Clock& clock) : files_(files), clock_(clock) {}
  std::vector<Fields> answer(const std::string& question) {
    const auto words = words_of(question);
    if (words.empty()) throw Error("an empty question");
    if (words[0] == kNvmlInventory) return inventory();
    if (words[0] == kNvmlReadings) return readings({words.begin() + 1, words.end()});
    throw Error("no such question: " + question);
  }

 private:
  std::vector<Fields> inventory() const {
    const NvmlSession session = open_nvml(files_);
    if (!session.nvml) throw Error(session.why_not);
    return fields_of(read_node_by_nvml(*session.nvml));
  }
  std::vector<Fields> readings(const std::vector<std::string_view>& addresses) {
    if (!telemetry_) {
      const std::string library = nvml_library(files_);
      if (library.empty()) throw Error("no libnvidia-ml.so.1");
      std::vector<WatchedGpu> gpus;
      gpus.reserve(addresses.size());
      for (const auto address : addresses)
        gpus.push_back({std::string(address), {.kind = "gpu", .id = std::string(address)}});
      telemetry_ = std::make_unique<NvmlTelemetry>(library, std::move(gpus), clock_);
    }
    std::map<std::string, Fields> by_gpu;
    for (const Sensor& sensor : telemetry_->read())
      by_gpu[sensor.subject.id][sensor.name] = number_text(sensor.value);
    std::vector<Fields> lines;
    for (auto& [pci, fields] : by_gpu) {
      fields["pci"] = pci;
      lines.push_back(std::move(fields));
    }
    for (const Event& event : telemetry_->take_events())
      lines.push_back({{"pci", event.subject.id},
                       {"xid", std::to_string(event.code.value_or(0))},
                       {"text", event.text}});
    return lines;
  }

  const HostFiles& files_;
  Clock& clock_;
  std::unique_ptr<NvmlTelemetry> telemetry_;
};

/// False when the parent has closed the channel.
bool say(int channel, const Fields& fields) {
  const std::string text = join_fields(fields) + '\n';
  for (std::size_t begin = 0; begin < text.size();) {
    const ssize_t sent = send(channel, text.data() + begin, text.size() - begin, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    begin += static_cast<std::size_t>(sent);
  }
  return true;
}

bool reply(int channel, Answerer& answerer, const std::string& question) {
  try {
    for (const Fields& fields : answerer.answer(question))
      if (!say(channel, fields)) return false;
    return say(channel, {{kNvmlEnd, "1"}});
  } catch (const Error& error) {
    return say(channel, {{kNvmlError, error.what()}});
  }
}

}  // namespace

void serve_nvml(int channel, const HostFiles& files, Clock& clock) {
  Answerer answerer(files, clock);
  LineBuffer lines(std::size_t{1} << 16U);
  std::array<char, 4096> bytes{};
  for (;;) {
    while (const auto question = lines.next())
      if (!reply(channel, answerer, *question)) return;
    const ssize_t got = recv(channel, bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    lines.feed({bytes.data(), static_cast<std::size_t>(got)});
  }
}

}  // namespace assay
