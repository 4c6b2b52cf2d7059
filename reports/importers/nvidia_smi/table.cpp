#include <algorithm>

#include "core/text.hpp"
#include "reports/importers/nvidia_smi/smi_log.hpp"

namespace assay {
namespace {

/// What stands between the bars of "| a | b | c |".
std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  line = trimmed(line);
  if (line.size() < 2 || !line.starts_with('|') || !line.ends_with('|')) return cells;
  line = line.substr(1, line.size() - 2);
  while (true) {
    const auto bar = line.find('|');
    cells.push_back(trimmed(line.substr(0, bar)));
    if (bar == std::string_view::npos) return cells;
    line.remove_prefix(bar + 1);
  }
}

/// The word behind `key`, up to where the next key begins.
std::string after(std::string_view text, std::string_view key) {
  const auto at = text.find(key);
  if (at == std::string_view::npos) return "";
  const auto words = words_of(text.substr(at + key.size()));
  return words.empty() ? "" : std::string(words.front());
}

/// A table has three rows a GPU: identity; readings; MIG.
class TableReader {
 public:
  explicit TableReader(const LogText& text) : text_(text) {}

  SmiLog read() {
    for (const LogLine& line : text_.lines) take(line.number, trimmed(line.text));
    for (const SmiGpu& gpu : log_.gpus)
      if (gpu.lost.empty() && !gpu.cells.contains("power limit"))
        unread(gpu.line, "a GPU without its second row");
    if (!saw_end_) unread(0, "the table has no end");
    return std::move(log_);
  }

 private:
  void unread(std::size_t line, const std::string& why) {
    log_.unread.push_back(at_line(text_.file, line, why));
  }

  void take(std::size_t line, std::string_view text) {
    if (text.starts_with("Unable to determine the device handle")) return take_lost(line, text);
    if (text.starts_with("| NVIDIA-SMI")) return take_versions(text);
    if (text.starts_with("|==")) {
      in_gpus_ = !saw_processes_;
      return;
    }
    if (text.find("Processes:") != std::string_view::npos) {
      in_gpus_ = false;
      saw_processes_ = saw_end_ = true;
    }
    if (!in_gpus_ || !text.starts_with('|')) return;
    const auto cells = cells_of(text);
    if (cells.size() != 3) return unread(line, "is no row of three cells");
    const auto words = words_of(cells[0]);
    if (!words.empty() && whole_number(words[0]))
      take_identity(line, words, cells);
    else if (cells[1].find(" / ") != std::string_view::npos)
      take_readings(line, cells);
    else if (!log_.gpus.empty() && words.empty())
      put(line, "mig", cells[2]);
  }

  /// "Unable to determine the device handle for GPU1: 0000:34:00.0: Unknown Error"
  void take_lost(std::size_t line, std::string_view text) {
    SmiGpu gpu{.line = line};
    gpu.lost = text;
    const auto at = text.find("GPU");
    const std::string_view rest = at == std::string_view::npos ? "" : text.substr(at + 3);
    const auto digits = rest.substr(0, rest.find_first_not_of("0123456789"));
    gpu.index = whole_number(digits);
    for (std::string_view word : words_of(rest)) {
      while (word.ends_with(':')) word.remove_suffix(1);
      if (std::count(word.begin(), word.end(), ':') == 2)
        gpu.cells["bus"] = {line, std::string(word)};
    }
    log_.gpus.push_back(std::move(gpu));
  }

  void take_versions(std::string_view text) {
    log_.driver = after(text, "Driver Version:");
    if (log_.driver.empty()) log_.driver = after(text, "KMD Version:");
    log_.cuda = after(text, "CUDA Version:");
    if (log_.cuda.empty()) log_.cuda = after(text, "CUDA UMD Version:");
  }

  void take_identity(std::size_t line, const std::vector<std::string_view>& words,
                     const std::vector<std::string_view>& cells) {
    log_.gpus.push_back({.line = line, .index = whole_number(words[0])});
    std::vector<std::string> name;
    for (std::size_t i = 1; i + 1 < words.size(); ++i) name.emplace_back(words[i]);
    put(line, "name", joined(name, " "));
    put(line, "persistence", words.back());
    const auto middle = words_of(cells[1]);
    if (!middle.empty()) put(line, "bus", middle.front());
    put(line, "ecc", cells[2]);
  }

  /// "| N/A   40C    P0    43W / 300W |      0MiB / 32510MiB |      0%      Default |"
  void take_readings(std::size_t line, const std::vector<std::string_view>& cells) {
    if (log_.gpus.empty() || !log_.gpus.back().lost.empty() ||
        log_.gpus.back().cells.contains("power limit"))
      return unread(line, "readings of no GPU");
    const auto first = cells[0].find('/', cells[0].find('P'));
    const auto second = cells[1].find('/');
    put(line, "power limit",
        first == std::string_view::npos ? "N/A" : trimmed(cells[0].substr(first + 1)));
    put(line, "memory", trimmed(cells[1].substr(second + 1)));
    for (const std::string_view word : words_of(cells[0]))
      if (word.ends_with('C') && whole_number(word.substr(0, word.size() - 1)))
        put(line, "temperature", word.substr(0, word.size() - 1));
    if (cells[0].find("ERR!") != std::string_view::npos) put(line, "error", "ERR!");
  }

  void put(std::size_t line, const std::string& key, std::string_view value) {
    if (!log_.gpus.empty()) log_.gpus.back().cells.try_emplace(key, line, std::string(value));
  }

  const LogText& text_;
  SmiLog log_;
  bool in_gpus_ = false, saw_processes_ = false, saw_end_ = false;
};

}  // namespace

bool is_smi_table(const LogText& text) {
  return text.contains("| NVIDIA-SMI") && text.contains("Bus-Id");
}

SmiLog read_smi_table(const LogText& text) { return TableReader(text).read(); }

}  // namespace assay
