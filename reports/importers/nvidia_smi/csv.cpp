#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "reports/importers/nvidia_smi/smi_log.hpp"

namespace assay {
namespace {

/// Cells stand between ", " or ","; nvidia-smi quotes none.
std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  while (true) {
    const auto comma = line.find(',');
    cells.push_back(trimmed(line.substr(0, comma)));
    if (comma == std::string_view::npos) return cells;
    line.remove_prefix(comma + 1);
  }
}

/// "memory.total [MiB]" -> "memory.total"
std::string_view without_unit(std::string_view heading) {
  return trimmed(heading.substr(0, heading.find(" [")));
}

bool is_heading(std::string_view line) {
  constexpr std::array<std::string_view, 7> kIdentities{
      "uuid", "gpu_uuid", "serial", "gpu_serial", "pci.bus_id", "gpu_bus_id", "index"};
  const auto cells = cells_of(line);
  const auto is_name = [](std::string_view cell) {
    return !cell.empty() && cell.find_first_not_of(
                                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._ "
                                "[]%") == std::string_view::npos;
  };
  return cells.size() > 1 && std::all_of(cells.begin(), cells.end(), is_name) &&
         std::any_of(cells.begin(), cells.end(), [&](std::string_view cell) {
           return std::find(kIdentities.begin(), kIdentities.end(), cell) != kIdentities.end();
         });
}

class CsvReader {
 public:
  explicit CsvReader(const LogText& text) : text_(text) {}

  SmiLog read() {
    for (const LogLine& line : text_.lines) {
      if (trimmed(line.text).empty()) continue;
      if (columns_.empty() && is_heading(line.text))
        take_heading(line);
      else if (!columns_.empty())
        take_row(line);
    }
    if (!columns_.empty() && log_.gpus.empty()) unread(0, "holds a heading and no GPU");
    return std::move(log_);
  }

 private:
  void unread(std::size_t line, const std::string& why) {
    log_.unread.push_back(at_line(text_.file, line, why));
  }

  void take_heading(const LogLine& line) {
    for (const std::string_view cell : cells_of(line.text)) {
      if (std::find(columns_.begin(), columns_.end(), without_unit(cell)) != columns_.end())
        unread(line.number, "the column \"" + std::string(cell) + "\" again");
      columns_.emplace_back(without_unit(cell));
    }
    is_pages_ =
        std::find(columns_.begin(), columns_.end(), "retired_pages.address") != columns_.end();
  }

  void take_row(const LogLine& line) {
    const auto cells = cells_of(line.text);
    if (cells.size() != columns_.size())
      return unread(line.number, "has " + std::to_string(cells.size()) + " cells below " +
                                     std::to_string(columns_.size()) + " columns");
    SmiGpu gpu{.line = line.number};
    for (std::size_t i = 0; i < cells.size(); ++i)
      gpu.cells.try_emplace(columns_[i], line.number, std::string(cells[i]));
    gpu.index = whole_number(value(gpu, "index"));
    if (!value(gpu, "driver_version").empty()) log_.driver = value(gpu, "driver_version");
    if (const auto count = whole_number(value(gpu, "count"))) log_.attached = count;
    if (is_pages_ && is_known(gpu)) return count_page(log_.gpus.back(), gpu);
    log_.gpus.push_back(std::move(gpu));
    if (is_pages_) count_page(log_.gpus.back(), log_.gpus.back());
  }

  static std::string_view value(const SmiGpu& gpu, std::string_view column) {
    const auto found = gpu.cells.find(column);
    return found == gpu.cells.end() ? std::string_view() : std::string_view(found->second.text);
  }

  /// One GPU has a row for each retired page.
  [[nodiscard]] bool is_known(const SmiGpu& gpu) const {
    return !log_.gpus.empty() && value(log_.gpus.back(), "gpu_uuid") == value(gpu, "gpu_uuid") &&
           value(log_.gpus.back(), "gpu_bus_id") == value(gpu, "gpu_bus_id");
  }

  static void count_page(SmiGpu& into, const SmiGpu& row) {
    const bool is_page = value(row, "retired_pages.address").starts_with("0x");
    SmiCell& pages = into.cells["retired pages"];
    pages.line = into.line;
    pages.text = std::to_string(whole_number(pages.text).value_or(0) + (is_page ? 1 : 0));
  }

  const LogText& text_;
  SmiLog log_;
  std::vector<std::string> columns_;
  bool is_pages_ = false;
};

}  // namespace

bool is_smi_csv(const LogText& text) {
  constexpr std::size_t kEnough = 20;
  std::size_t looked_at = 0;
  for (const LogLine& line : text.lines)
    if (looked_at++ < kEnough && is_heading(line.text)) return true;
  return false;
}

SmiLog read_smi_csv(const LogText& text) { return CsvReader(text).read(); }

}  // namespace assay
