#include <array>
#include <cmath>

#include "core/text.hpp"
#include "reports/importers/common/json.hpp"
#include "reports/importers/nccl/read.hpp"

namespace assay::nccl_tests {
namespace {

/// Six decimals are written.
constexpr double kRounding = 0.5e-6;

std::optional<std::int64_t> count_of(const JsonValue& object, std::string_view key) {
  const auto number = object.number_of(key);
  if (!number || *number < 0 || *number > 1e18 || *number != std::floor(*number))
    return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

std::optional<Printed> figure_of(const JsonValue& object, std::string_view key) {
  const auto number = object.number_of(key);
  return number && *number >= 0 ? std::optional(Printed{*number, kRounding}) : std::nullopt;
}

class Reader {
 public:
  explicit Reader(const LogText& text) : json_(read_json(text)) {
    found_.file = text.file;
    found_.unread = json_.unread;
    if (json_.root) take(*json_.root);
  }
  [[nodiscard]] Runs runs() && { return std::move(found_); }

 private:
  void take(const JsonValue& root);
  void take_config(const JsonValue& config, NcclRun& run);
  void take_devices(const JsonValue& devices, NcclRun& run);
  void take_row(const JsonValue& value, NcclRun& run);
  void take_footer(const JsonValue& root, NcclRun& run);
  std::optional<Figures> figures_in(const JsonValue& row, const std::string& half);
  void unread(const JsonValue& value, const std::string& why) {
    found_.unread.push_back(json_.at(value, why));
  }

  JsonText json_;
  Runs found_;
};

void Reader::take_devices(const JsonValue& devices, NcclRun& run) {
  for (const JsonValue& value : devices.elements) {
    const auto rank = count_of(value, "rank");
    const auto device = count_of(value, "device");
    const auto host = value.text_of("hostname");
    if (!rank || !device || !host) {
      unread(value, "no rank, device and hostname");
      continue;
    }
    run.ranks.push_back({*rank, *device, *host, value.text_of("device_hex").value_or(""),
                         value.text_of("device_info").value_or("")});
  }
}

void Reader::take_config(const JsonValue& config, NcclRun& run) {
  run.min_bytes = count_of(config, "minimum_bytes");
  run.max_bytes = count_of(config, "maximum_bytes");
  run.step_is_factor = config.find("step_factor") != nullptr;
  run.step = count_of(config, run.step_is_factor ? "step_factor" : "step_bytes");
  run.iterations = count_of(config, "iterations");
  run.graph = count_of(config, "graph").value_or(0) > 0;
  if (!run.min_bytes || !run.max_bytes || !run.step || !count_of(config, "graph"))
    unread(config, "no range of sizes, or not whether graphs were used");
  const JsonValue* devices = config.find("devices");
  if (devices != nullptr) take_devices(*devices, run);
  // Each process writes the first of its devices only.
  const std::int64_t each = count_of(config, "nthreads").value_or(1) *
                            std::min<std::int64_t>(count_of(config, "ngpus").value_or(1), 1 << 16);
  if (each > 1 && each < (1 << 20) && !run.ranks.empty()) {
    run.rank_count = each * static_cast<std::int64_t>(run.ranks.size());
    run.ranks.clear();
  }
}

std::optional<Figures> Reader::figures_in(const JsonValue& row, const std::string& half) {
  const JsonValue* value = row.find(half);
  if (value == nullptr || value->kind == JsonValue::Kind::null) return std::nullopt;
  const bool cpu = value->find("cpu_time") != nullptr;
  const auto time = figure_of(*value, cpu ? "cpu_time" : "time");
  const auto algorithm = figure_of(*value, "alg_bw");
  const auto bus = figure_of(*value, "bus_bw");
  const JsonValue* wrong = value->find("nwrong");
  if (!time || !algorithm || !bus || wrong == nullptr) {
    unread(*value, "time, alg_bw, bus_bw or nwrong is no figure");
    return std::nullopt;
  }
  if (cpu) found_.runs.back().cpu_time = true;
  Figures figures{.time = *time, .algorithm = *algorithm, .bus = *bus};
  if (wrong->kind == JsonValue::Kind::number)
    figures.wrong = wrong->number;
  else if (wrong->kind != JsonValue::Kind::null)
    unread(*wrong, "is no count");
  if (const JsonValue* each = row.find(half + "_per_iter")) {
    figures.least_time = each->number_of("min_us");
    figures.most_time = each->number_of("max_us");
    figures.p99_time = each->number_of("p99_us");
  }
  return figures;
}

void Reader::take_row(const JsonValue& value, NcclRun& run) {
  const auto bytes = count_of(value, "size");
  const auto count = count_of(value, "count");
  const auto type = value.text_of("type");
  const auto reduction = value.text_of("redop");
  if (!bytes || !count || !type || !reduction)
    return unread(value, "size, count, type or redop is missing");
  Row row{.bytes = *bytes, .count = *count, .type = *type, .reduction = *reduction};
  const auto root = whole_number(trimmed(value.text_of("root").value_or("")));
  if (!root) unread(value, "root is no number");
  if (root && *root >= 0) row.root = root;
  row.out_of_place = figures_in(value, "out_of_place");
  row.in_place = figures_in(value, "in_place");
  if (!row.out_of_place && !row.in_place) return unread(value, "neither half has figures");
  // The line is looked for only where it is needed: it costs a walk through the text.
  run.rows.push_back(std::move(row));
}

void Reader::take_footer(const JsonValue& root, NcclRun& run) {
  if (const JsonValue* bounds = root.find("out_of_bounds")) {
    run.out_of_bounds_line = json_.first_line;
    run.out_of_bounds = count_of(*bounds, "count");
    const auto okay = bounds->text_of("okay");
    run.out_of_bounds_word = okay == "true" ? "OK" : "FAILED";
    if (!run.out_of_bounds || !okay) unread(*bounds, "no count and no word on it");
  }
  if (const JsonValue* average = root.find("average_bus_bandwidth")) {
    run.average_line = json_.first_line;
    run.average = figure_of(*average, "bandwidth");
    run.average_word = average->text_of("okay") == "false" ? "FAILED" : "";
    if (!run.average) unread(*average, "the average is no figure");
  }
  const JsonValue* errors = root.find("errors");
  if (errors != nullptr && !errors->elements.empty() && !errors->elements.front().text.empty())
    run.failure = errors->elements.front().text;
}

void Reader::take(const JsonValue& root) {
  NcclRun& run = found_.runs.emplace_back();
  run.line = json_.first_line;
  if (const JsonValue* arguments = root.find("args")) {
    for (const JsonValue& word : arguments->elements)
      found_.command += (found_.command.empty() ? "" : " ") + word.text;
    if (!arguments->elements.empty()) run.program = program_in(arguments->elements.front().text);
  }
  if (const auto code = count_of(root, "nccl_version"))
    run.nccl = std::to_string(*code / 10000) + "." + std::to_string(*code / 100 % 100) + "." +
               std::to_string(*code % 100);
  if (const JsonValue* config = root.find("config"))
    take_config(*config, run);
  else
    unread(root, "no config");
  const JsonValue* results = root.find("results");
  if (results == nullptr) unread(root, "no results");
  if (results != nullptr)
    for (const JsonValue& row : results->elements) take_row(row, run);
  run.has_header = true;
  take_footer(root, run);
}

}  // namespace

Runs read_json_file(const LogText& text) { return Reader(text).runs(); }

}  // namespace assay::nccl_tests
