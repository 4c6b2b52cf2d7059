#include "suites/runner/job.hpp"

#include <array>
#include <charconv>
#include <map>

#include "core/error.hpp"
#include "suites/runner/fields.hpp"

namespace assay {
namespace {

using Fields = std::map<std::string, std::string>;
constexpr std::string_view kOpening = "opening.";
constexpr std::size_t kMostTargets = 1024;

template <class T>
std::string number_text(T value) {
  std::array<char, 40> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), error == std::errc{} ? end : text.data()};
}

template <class T>
T number_of(const std::string& text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw Error("no number: \"" + text + "\"");
  return value;
}

/// Writes members as fields; what is absent or false is left out.
class Writer {
 public:
  void operator()(const char* name, const std::string& value) { fields[prefix + name] = value; }
  void operator()(const char* name, bool value) {
    if (value) fields[prefix + name] = "1";
  }
  void operator()(const char* name, Level value) { (*this)(name, std::string(assay::name(value))); }
  void operator()(const char* name, DataKind value) {
    (*this)(name, std::string(assay::name(value)));
  }
  void operator()(const char* name, const SweepBounds& value) { (*this)(name, text_of(value)); }
  void operator()(const char* name, const SlowUnit& value) {
    fields[prefix + name] = number_text(value.unit) + '@' + number_text(value.share);
  }
  template <class T>
  void operator()(const char* name, T value) {
    fields[prefix + name] = number_text(value);
  }
  template <class T>
  void operator()(const char* name, const std::optional<T>& value) {
    if (value) (*this)(name, *value);
  }
  Fields fields;
  std::string prefix;  ///< of the names of what is written next
};

/// Reads the same members back, and knows which fields nobody asked for.
class Reader {
 public:
  explicit Reader(Fields fields) : fields_(std::move(fields)) {}
  void operator()(const char* name, std::string& value) { value = take(name); }
  void operator()(const char* name, bool& value) { value = fields_.erase(prefix + name) > 0; }
  void operator()(const char* name, Level& value) { value = named(level_from_name(take(name))); }
  void operator()(const char* name, DataKind& value) { value = named(data_from_name(take(name))); }
  void operator()(const char* name, SweepBounds& value) { value = sweep_from_text(take(name)); }
  void operator()(const char* name, SlowUnit& value) {
    const std::string text = take(name);
    const auto at = text.find('@');
    if (at == std::string::npos) throw Error("no unit and share: \"" + text + "\"");
    value = {number_of<std::int64_t>(text.substr(0, at)), number_of<double>(text.substr(at + 1))};
  }
  template <class T>
  void operator()(const char* name, T& value) {
    value = number_of<T>(take(name));
  }
  template <class T>
  void operator()(const char* name, std::optional<T>& value) {
    if (has(name)) (*this)(name, value.emplace());
  }
  [[nodiscard]] bool has(const char* name) const { return fields_.contains(prefix + name); }
  Fields take_rest() { return std::move(fields_); }
  std::string prefix;  ///< of the names of what is read next

 private:
  std::string take(const char* name) {
    auto node = fields_.extract(prefix + name);
    if (node.empty()) throw Error(std::string("a job without ") + name);
    return std::move(node.mapped());
  }
  template <class T>
  static T named(std::optional<T> value) {
    if (!value) throw Error("a job with an unknown level or kind of data");
    return *value;
  }
  Fields fields_;
};

/// The one list of members, for both directions, so that they cannot drift apart.
template <class SomeScript, class Each>
void each_member_of_script(SomeScript& script, Each& each) {
  each("slow", script.slow);
  each("droop", script.droop);
  each("flip_bit", script.flip_bit);
  each("wrong_every", script.wrong_every);
  each("nan", script.nan);
  each("nan_time", script.nan_time);
  each("hang", script.hang);
  each("crash", script.crash);
  each("abort", script.abort);
  each("silent", script.silent);
  each("hot", script.hot);
  each("telemetry_lost", script.telemetry_lost);
  each("stuck_bit", script.stuck_bit);
  each("wrong_element", script.wrong_element);
  each("nan_gemm", script.nan_gemm);
  each("wrong_unit", script.wrong_unit);
  each("slow_unit", script.slow_unit);
  each("slow_link", script.slow_link);
  each("off_bus", script.off_bus);
  each("gone", script.gone);
}

template <class SomeJob, class Each>
void each_member(SomeJob& job, Each& each) {
  each("test", job.test);
  each("opens", job.opens);
  each("level", job.level);
  each("seconds", job.seconds);
  each("seed", job.seed);
  each("data", job.data);
  each("bytes", job.bytes);
  each("run_started", job.run_started_wall_s);
  each("opened", job.opened_s);
  each("sweep", job.sweep);
  each("rank", job.place.rank);
  each("ranks", job.place.size);
  each("nodes", job.place.nodes);
  each("id", job.place.id);
  each("variant", job.variant);
  each("message", job.message);
}

template <class SomeDevice, class Each>
void each_member_of_device(SomeDevice& device, Each& each) {
  each("name", device.name);
  each("memory", device.memory_bytes);
  each("units", device.units);
  each("test_bytes", device.test_bytes);
  each("bytes_per_second", device.rates.bytes_per_second);
  each("flops_per_second", device.rates.flops_per_second);
  each("link_bytes_per_second", device.rates.link_bytes_per_second);
  each("seconds_per_call", device.rates.seconds_per_call);
}

template <class SomeTarget, class Each>
void each_member_of_target(SomeTarget& target, Each& each) {
  each("kind", target.subject.kind);
  each("index", target.subject.index);
  each("uuid", target.subject.uuid);
  each("serial", target.subject.serial);
  each_member_of_script(target.script, each);
}

template <class SomeStint, class Each>
void each_member_of_stint(SomeStint& stint, Each& each) {
  each("stint_from", stint.from_s);
  each("stint_of", stint.of_s);
  each("stint_epoch", stint.epoch_wall_s);
  each("stint_carried", stint.carried);
}

std::string prefix_of(std::size_t target) { return "target" + std::to_string(target) + "."; }

}  // namespace

std::string encode(const Job& job) {
  Writer writer;
  each_member(job, writer);
  if (job.stint) each_member_of_stint(*job.stint, writer);
  writer("targets", job.targets.size());
  for (std::size_t i = 0; i < job.targets.size(); ++i) {
    const Target& target = job.targets[i];
    writer.prefix = prefix_of(i);
    each_member_of_target(target, writer);
    writer.prefix += "scripted.";
    if (target.scripted) each_member_of_device(*target.scripted, writer);
  }
  for (const auto& [name, value] : job.opening)
    writer.fields[std::string(kOpening) + name] = number_text(value);
  return join_fields(writer.fields);
}

Job decode_job(std::string_view line) {
  Reader reader(split_fields(line));
  Job job;
  each_member(job, reader);
  if (reader.has("stint_from")) each_member_of_stint(job.stint.emplace(), reader);
  std::size_t targets = 0;
  reader("targets", targets);
  if (targets > kMostTargets) throw Error("a job for too many devices");
  job.targets.assign(targets, {});
  for (std::size_t i = 0; i < targets; ++i) {
    Target& target = job.targets[i];
    reader.prefix = prefix_of(i);
    each_member_of_target(target, reader);
    reader.prefix += "scripted.";
    if (reader.has("memory")) each_member_of_device(target.scripted.emplace(), reader);
  }
  for (const auto& [name, value] : reader.take_rest()) {
    if (!name.starts_with(kOpening)) throw Error("a job with an unknown field " + name);
    job.opening[name.substr(kOpening.size())] = number_of<std::int64_t>(value);
  }
  return job;
}

}  // namespace assay
