#include <algorithm>
#include <map>

#include "core/text.hpp"
#include "reports/importers/nvidia_smi/smi_log.hpp"

namespace assay {
namespace {

/// "GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-...)"
bool is_gpu(std::string_view line) {
  return line.starts_with("GPU ") && line.find(" (UUID: ") != std::string_view::npos &&
         line.ends_with(')');
}

/// What the tool says in place of links.
bool is_without_links(std::string_view line) {
  return line.find("Nvlink") != std::string_view::npos &&
         (line.find("nable to retrieve") != std::string_view::npos ||
          line.find("not supported") != std::string_view::npos ||
          line.find("does not have") != std::string_view::npos);
}

SmiGpu gpu_of(std::size_t line, std::string_view text) {
  SmiGpu gpu{.line = line};
  const auto colon = text.find(':');
  const auto uuid = text.rfind(" (UUID: ");
  gpu.index = whole_number(trimmed(text.substr(4, colon - 4)));
  gpu.cells["name"] = {line, std::string(trimmed(text.substr(colon + 1, uuid - colon - 1)))};
  gpu.cells["uuid"] = {line, std::string(text.substr(uuid + 8, text.size() - uuid - 9))};
  return gpu;
}

}  // namespace

bool is_smi_nvlink(const LogText& text) {
  const auto has = [&](auto is) {
    return std::any_of(text.lines.begin(), text.lines.end(),
                       [&](const LogLine& line) { return is(trimmed(line.text)); });
  };
  return has(is_gpu) && has([](std::string_view line) {
           return is_without_links(line) ||
                  (line.starts_with("Link ") &&
                   (line.ends_with("GB/s") || line.ends_with("<inactive>")));
         });
}

SmiLog read_smi_nvlink(const LogText& text) {
  SmiLog log;
  const auto unread = [&](std::size_t line, const std::string& why) {
    log.unread.push_back(at_line(text.file, line, why));
  };
  for (const LogLine& line : text.lines) {
    const std::string_view shown = trimmed(line.text);
    if (shown.empty()) continue;
    if (is_gpu(shown)) {
      log.gpus.push_back(gpu_of(line.number, shown));
      continue;
    }
    const auto colon = shown.find(':');
    const bool is_link = shown.starts_with("Link ") && colon != std::string_view::npos;
    if (log.gpus.empty()) {
      unread(line.number, "a line before the first GPU");
    } else if (is_without_links(shown)) {
      log.gpus.back().cells["nvlink"] = {line.number, std::string(shown)};
    } else if (is_link && whole_number(shown.substr(5, colon - 5))) {
      const std::string key = "link " + std::string(shown.substr(5, colon - 5));
      SmiCell cell{line.number, std::string(trimmed(shown.substr(colon + 1)))};
      if (!log.gpus.back().cells.emplace(key, cell).second) unread(line.number, key + " again");
    } else {
      unread(line.number, "is no link");
    }
  }
  std::map<std::string, std::size_t> links;  // of the first GPU of each kind
  for (const SmiGpu& gpu : log.gpus) {
    const auto [first, is_new] = links.emplace(gpu.cells.at("name").text, gpu.cells.size());
    if (gpu.cells.size() != first->second)
      unread(gpu.line, "a GPU with another number of links than one of its kind");
    if (!gpu.index || gpu.cells.size() < 3)
      unread(gpu.line, "a GPU without links or a word on them");
  }
  return log;
}

}  // namespace assay
