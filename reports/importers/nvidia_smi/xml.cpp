#include <algorithm>
#include <pugixml.hpp>

#include "core/text.hpp"
#include "reports/importers/nvidia_smi/smi_log.hpp"

namespace assay {
namespace {

constexpr std::size_t kDeepest = 16;

/// The lines again as one text, with where each begins.
struct Joined {
  std::string text;
  std::vector<std::size_t> begins, numbers;

  explicit Joined(const LogText& lines) {
    for (const LogLine& line : lines.lines) {
      begins.push_back(text.size());
      numbers.push_back(line.number);
      text += line.text + "\n";
    }
  }
  [[nodiscard]] std::size_t line_at(std::ptrdiff_t offset) const {
    const auto found =
        std::upper_bound(begins.begin(), begins.end(),
                         static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)));
    return found == begins.begin() ? 0
                                   : numbers[static_cast<std::size_t>(found - begins.begin()) - 1];
  }
};

class XmlReader {
 public:
  explicit XmlReader(const LogText& text) : file_(text.file), joined_(text) {}

  SmiLog read() {
    pugi::xml_document document;
    const auto parsed = document.load_buffer(joined_.text.data(), joined_.text.size(),
                                             pugi::parse_default, pugi::encoding_utf8);
    const pugi::xml_node root = document.child("nvidia_smi_log");
    if (!parsed)
      unread(joined_.line_at(parsed.offset), std::string("is no XML: ") + parsed.description());
    else if (!root)
      unread(0, "holds no <nvidia_smi_log>");
    else
      take(root);
    return std::move(log_);
  }

 private:
  void unread(std::size_t line, const std::string& why) {
    log_.unread.push_back(at_line(file_, line, why));
  }

  [[nodiscard]] std::size_t line_of(const pugi::xml_node& node) const {
    return joined_.line_at(node.offset_debug());
  }

  void take(const pugi::xml_node& root) {
    log_.driver = trimmed(root.child_value("driver_version"));
    log_.cuda = trimmed(root.child_value("cuda_version"));
    if (const pugi::xml_node attached = root.child("attached_gpus")) {
      log_.attached = whole_number(trimmed(attached.child_value()));
      if (!log_.attached) unread(line_of(attached), "tells no number of GPUs");
    }
    for (const pugi::xml_node& gpu : root.children("gpu")) {
      log_.gpus.push_back({.line = line_of(gpu)});
      log_.gpus.back().cells["id"] = {line_of(gpu), gpu.attribute("id").value()};
      take(gpu, "", 1);
    }
  }

  void take(const pugi::xml_node& node, const std::string& way, std::size_t depth) {
    if (depth > kDeepest) return unread(line_of(node), "is nested too deeply");
    for (const pugi::xml_node& child : node.children()) {
      if (child.type() != pugi::node_element) continue;
      const std::string name = way + child.name();
      const bool is_leaf = !child.first_child() || child.first_child().type() == pugi::node_pcdata;
      if (!is_leaf) {
        take(child, name + "/", depth + 1);
        continue;
      }
      SmiCell cell{line_of(child), std::string(trimmed(child.child_value()))};
      const bool is_new = log_.gpus.back().cells.emplace(name, cell).second;
      if (!is_new && depth == 1) unread(cell.line, "<" + name + "> again");
    }
  }

  const std::string& file_;
  Joined joined_;
  SmiLog log_;
};

}  // namespace

bool is_smi_xml(const LogText& text) { return text.contains("<nvidia_smi_log>"); }

SmiLog read_smi_xml(const LogText& text) { return XmlReader(text).read(); }

}  // namespace assay
