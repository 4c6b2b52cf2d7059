#include <algorithm>

#include "core/text.hpp"
#include "reports/importers/nvidia_smi/smi_log.hpp"

namespace assay {
namespace {

constexpr std::string_view kBanner = "==============NVSMI LOG==============";
constexpr std::size_t kStep = 4;  // columns by which a section is moved in

struct Section {
  std::size_t indent;
  std::string name;
};

class TextReader {
 public:
  explicit TextReader(const LogText& text) : text_(text) {}

  SmiLog read() {
    for (const LogLine& line : text_.lines) take(line);
    return std::move(log_);
  }

 private:
  void unread(std::size_t line, const std::string& why) {
    log_.unread.push_back(at_line(text_.file, line, why));
  }

  void take(const LogLine& line) {
    const std::string_view text = trimmed(line.text);
    if (text.empty() || text == kBanner) return;
    const auto indent = line.text.find_first_not_of(' ');
    if (indent == 0) return take_top(line.number, text);
    if (log_.gpus.empty()) return;
    if (indent % kStep != 0) return unread(line.number, "is not moved in by whole steps");
    while (!way_.empty() && way_.back().indent >= indent) way_.pop_back();
    const std::size_t parent = way_.empty() ? 0 : way_.back().indent;
    if (indent != parent + kStep) return unread(line.number, "stands below no section");
    const auto colon = text.find(" : ");
    const bool is_empty = text.ends_with(" :");
    if (colon == std::string_view::npos && !is_empty)
      return way_.push_back({indent, std::string(text)});
    const std::string_view key = trimmed(text.substr(0, is_empty ? text.size() - 2 : colon));
    keep(line.number, key, is_empty ? "" : trimmed(text.substr(colon + 3)));
    // Some values are sections on other GPUs: what stands below them belongs to them.
    way_.push_back({indent, std::string(key)});
  }

  void take_top(std::size_t line, std::string_view text) {
    way_.clear();
    if (text.starts_with("GPU ") && text.find(" : ") == std::string_view::npos) {
      log_.gpus.push_back({.line = line});
      log_.gpus.back().cells["id"] = {line, std::string(trimmed(text.substr(4)))};
      return;
    }
    const auto colon = text.find(" : ");
    if (colon == std::string_view::npos) return;
    const std::string_view key = trimmed(text.substr(0, colon));
    const std::string_view value = trimmed(text.substr(colon + 3));
    if (key == "Driver Version") log_.driver = value;
    if (key == "CUDA Version") log_.cuda = value;
    if (key != "Attached GPUs") return;
    log_.attached = whole_number(value);
    if (!log_.attached) unread(line, "tells no number of GPUs");
  }

  void keep(std::size_t line, std::string_view key, std::string_view value) {
    std::string way;
    for (const Section& section : way_) way += section.name + "/";
    way += key;
    auto [place, is_new] = log_.gpus.back().cells.try_emplace(way, line, std::string(value));
    // Lists repeat their sections: processes, MIG devices, clocks.
    if (!is_new && way_.empty()) unread(line, "\"" + way + "\" again");
  }

  const LogText& text_;
  SmiLog log_;
  std::vector<Section> way_;
};

}  // namespace

bool is_smi_text(const LogText& text) {
  return std::any_of(text.lines.begin(), text.lines.end(),
                     [](const LogLine& line) { return trimmed(line.text) == kBanner; });
}

SmiLog read_smi_text(const LogText& text) { return TextReader(text).read(); }

}  // namespace assay
