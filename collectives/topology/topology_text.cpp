#include "collectives/topology/topology_text.hpp"

#include <map>
#include <sstream>

#include "core/error.hpp"

namespace assay::locate {
namespace {

/// Calls `take(line, number)` for every line.
template <class Take>
void for_each_line(std::string_view text, const Take& take) {
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    take(line, ++number);
  }
}

/// The value of " key=value " in a line, "" where there is none.
std::string_view value_of(std::string_view line, std::string_view key) {
  std::size_t at = 0;
  while ((at = line.find(key, at)) != std::string_view::npos) {
    const bool whole = at == 0 || line[at - 1] == ' ';
    at += key.size();
    if (whole && at < line.size() && line[at] == '=')
      return line.substr(at + 1, line.find(' ', at) - at - 1);
  }
  return "";
}

/// The text between the n-th pair of double quotes (from 0), "" where there is none.
std::string_view quoted(std::string_view line, int n) {
  for (;; --n) {
    const std::size_t open = line.find('"');
    const std::size_t close = line.find('"', open + 1);
    if (open == std::string_view::npos || close == std::string_view::npos) return "";
    if (n == 0) return line.substr(open + 1, close - open - 1);
    line.remove_prefix(close + 1);
  }
}

/// Switches describe themselves as "MF0;NAME:MODEL/U1" or just by a name.
std::string switch_name(std::string_view description) {
  const std::size_t begin = description.find(';');
  const std::size_t end = description.find(':', begin == std::string_view::npos ? 0 : begin);
  if (begin == std::string_view::npos || end == std::string_view::npos)
    return std::string(description);
  return std::string(description.substr(begin + 1, end - begin - 1));
}

/// The digits in the brackets right after the closing quote of `id`.
std::string_view port_after(std::string_view line, std::string_view id) {
  const std::size_t open = line.find('[', static_cast<std::size_t>(id.data() - line.data()));
  const std::size_t close = line.find(']', open);
  if (open == std::string_view::npos || close == std::string_view::npos) return "";
  return line.substr(open + 1, close - open - 1);
}

/// The blocks of ibnetdiscover, line by line.
class Discovery {
 public:
  explicit Discovery(const std::string& source) : source_(source) {}

  void take(std::string_view line, std::size_t number) {
    if (line.starts_with("Switch")) {
      host_.clear();
      switches_[std::string(id(line, number))] = switch_name(quoted(line, 1));
    } else if (line.starts_with("Ca")) {
      (void)id(line, number);
      begin_adapter(quoted(line, 1), number);
    } else if (line.starts_with("Rt")) {
      host_.clear();
    } else if (line.starts_with('[') && !host_.empty()) {
      add_port(line, number);
    }
  }

  std::vector<Attachment> finish() {
    for (Attachment& attachment : found_)
      if (const auto known = switches_.find(attachment.leaf); known != switches_.end())
        attachment.leaf = known->second;
    if (found_.empty()) throw InputError(source_, 0, "", "no adapter is plugged into a switch");
    return std::move(found_);
  }

 private:
  std::string_view id(std::string_view line, std::size_t number) const {
    const std::string_view id = quoted(line, 0);
    if (id.empty()) throw InputError(source_, number, "", "a device without a name in quotes");
    return id;
  }
  void begin_adapter(std::string_view description, std::size_t number) {
    if (description.empty())
      throw InputError(source_, number, "", "an adapter without a description in quotes");
    std::istringstream words{std::string(description)};
    nic_.clear();
    words >> host_ >> nic_;
  }
  void add_port(std::string_view line, std::size_t number) {
    const std::string_view far = quoted(line, 0);
    if (!far.starts_with("S-")) return;  // back to back with another adapter
    const std::string_view port = port_after(line, far);
    if (port.empty()) throw InputError(source_, number, "", "a link without a port in brackets");
    found_.push_back({host_, nic_, std::string(far), std::string(port)});
  }

  const std::string& source_;
  std::string host_, nic_;  ///< of the block that is read; "" in a switch's
  std::map<std::string, std::string> switches_;
  std::vector<Attachment> found_;
};

}  // namespace

std::vector<Attachment> read_slurm_topology(std::string_view text, const std::string& source) {
  std::vector<Attachment> found;
  for_each_line(text, [&](std::string_view line, std::size_t number) {
    const std::string_view name = value_of(line, "SwitchName");
    if (name.empty()) return;
    const std::string_view level = value_of(line, "Level");
    if (level.empty()) throw InputError(source, number, "Level", "is missing");
    const std::string_view nodes = value_of(line, "Nodes");
    if (level != "0" || nodes.empty()) return;
    for (std::string& host : expand_hosts(nodes, source, number))
      found.push_back({std::move(host), "", std::string(name), ""});
  });
  if (found.empty()) throw InputError(source, 0, "", "no switch of level 0 has a node");
  return found;
}

std::vector<Attachment> read_ibnetdiscover(std::string_view text, const std::string& source) {
  Discovery discovery(source);
  for_each_line(text,
                [&](std::string_view line, std::size_t number) { discovery.take(line, number); });
  return discovery.finish();
}

std::vector<Attachment> read_topology(std::string_view text, const std::string& source) {
  return text.find("SwitchName=") != std::string_view::npos ? read_slurm_topology(text, source)
                                                            : read_ibnetdiscover(text, source);
}

}  // namespace assay::locate
