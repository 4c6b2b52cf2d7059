// ibstat and ibstatus: the state of every RDMA port.
#include <algorithm>
#include <array>
#include <map>

#include "core/text.hpp"
#include "reports/importers/common/figures.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/machine/findings.hpp"

namespace assay {
namespace {

constexpr std::string_view kAdapter = "CA '";                // ibstat
constexpr std::string_view kDevice = "Infiniband device '";  // ibstatus

constexpr std::array<std::string_view, 7> kPortKeys{
    "state", "rate", "physical state", "phys state", "link layer", "base lid", "port guid"};
constexpr std::array<std::string_view, 4> kAdapterKeys{"ca type", "number of ports", "node guid",
                                                       "firmware version"};

template <std::size_t N>
bool is_among(const std::array<std::string_view, N>& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// What stands under one heading, by key in small letters.
struct Block {
  std::size_t line = 0;
  std::string number;  ///< of a port
  std::map<std::string, std::string> values;

  [[nodiscard]] std::string_view at(const std::string& key) const {
    const auto found = values.find(key);
    return found == values.end() ? std::string_view() : std::string_view(found->second);
  }
};

struct Adapter {
  std::string name;
  Block own;
  std::vector<Block> ports;
};

std::string small(std::string_view text) {
  std::string letters(text);
  std::transform(letters.begin(), letters.end(), letters.begin(), [](unsigned char c) {
    return c == '_' ? ' ' : static_cast<char>(std::tolower(c));
  });
  return letters;
}

std::string quoted(std::string_view text) {
  const auto open = text.find('\'');
  const auto close = text.find('\'', open + 1);
  return close == std::string_view::npos ? ""
                                         : std::string(text.substr(open + 1, close - open - 1));
}

class PortReader {
 public:
  explicit PortReader(const LogText& text) : text_(text) { imported_.unread = text.unread; }

  Imported imported() {
    for (const LogLine& line : text_.lines) take(line.number, trimmed(line.text));
    if (!ends_with_a_layer()) note_open_end(text_, imported_);
    if (adapters_.empty()) unread(0, "names no RDMA device");
    for (const Adapter& adapter : adapters_) add(adapter);
    return std::move(imported_);
  }

 private:
  void unread(std::size_t line, const std::string& why) {
    imported_.unread.push_back(at_line(text_.file, line, why));
  }

  /// The last line of a port takes one of two words, so it is whole with or without an end.
  [[nodiscard]] bool ends_with_a_layer() const {
    if (text_.lines.empty()) return false;
    const std::string last = small(trimmed(text_.lines.back().text));
    return last.starts_with("link layer:") &&
           (last.ends_with("infiniband") || last.ends_with("ethernet"));
  }

  void take(std::size_t line, std::string_view text) {
    if (text.empty()) return;
    if (text.starts_with(kAdapter)) return open(line, quoted(text));
    if (text.starts_with(kDevice)) return open_device(line, text);
    if (text.starts_with("ibpanic") || text.find("stat_ca:") != std::string_view::npos)
      return unread(line, "the tool failed: " + std::string(text));
    if (text.starts_with("$ ") || text.starts_with("# ")) {
      inside_ = false;
      return;
    }
    const auto colon = text.find(':');
    const std::string key = small(trimmed(text.substr(0, colon)));
    if (!inside_) {
      if (is_among(kPortKeys, key) || is_among(kAdapterKeys, key))
        unread(line, "stands below no device");
      return;
    }
    if (colon == std::string_view::npos) return unread(line, "is not \"key: value\"");
    if (is_ibstat_ && text.starts_with("Port ") && text.ends_with(':'))
      return open_port(line, text.substr(5, text.size() - 6));
    keep(line, key, trimmed(text.substr(colon + 1)));
  }

  void open(std::size_t line, const std::string& name) {
    is_ibstat_ = inside_ = true;
    if (name.empty()) return unread(line, "names no device");
    if (find(name) != nullptr) unread(line, "names " + name + " again");
    adapters_.push_back({name, {line, "", {}}, {}});
    block_ = &adapters_.back().own;
  }

  /// "Infiniband device 'mlx5_0' port 1 status:"
  void open_device(std::size_t line, std::string_view text) {
    is_ibstat_ = false;
    inside_ = true;
    const std::string name = quoted(text);
    const auto words = words_of(text);
    if (name.empty() || words.size() != 6 || words[3] != "port" || words[5] != "status:")
      return unread(line, "names no device and port");
    if (find(name) == nullptr) adapters_.push_back({name, {line, "", {}}, {}});
    open_port_of(*find(name), line, words[4]);
  }

  void open_port(std::size_t line, std::string_view number) {
    if (adapters_.empty()) return unread(line, "a port of no device");
    open_port_of(adapters_.back(), line, number);
  }

  void open_port_of(Adapter& adapter, std::size_t line, std::string_view number) {
    if (!whole_number(number)) return unread(line, "a port without a number");
    for (const Block& port : adapter.ports)
      if (port.number == number)
        unread(line, "port " + std::string(number) + " of " + adapter.name + " again");
    adapter.ports.push_back({line, std::string(number), {}});
    block_ = &adapter.ports.back();
  }

  void keep(std::size_t line, const std::string& key, std::string_view value) {
    if (block_ == nullptr) return;
    const bool is_port = !block_->number.empty();
    if ((is_port && is_among(kAdapterKeys, key)) || (!is_port && is_among(kPortKeys, key)))
      return unread(line, "\"" + key + "\" stands under the wrong heading");
    if (!block_->values.emplace(key, value).second) unread(line, "\"" + key + "\" again");
  }

  Adapter* find(std::string_view name) {
    const auto found = std::find_if(adapters_.begin(), adapters_.end(),
                                    [&](const Adapter& adapter) { return adapter.name == name; });
    return found == adapters_.end() ? nullptr : &*found;
  }

  void add(const Adapter& adapter) {
    Nic nic;
    nic.name = adapter.name;
    nic.guid = adapter.own.at("node guid");
    nic.firmware = adapter.own.at("firmware version");
    nic.board = adapter.own.at("ca type");
    imported_.node.nics.push_back(nic);
    const auto told = adapter.own.at("number of ports");
    if (!told.empty() && whole_number(told) != static_cast<std::int64_t>(adapter.ports.size()))
      unread(adapter.own.line, adapter.name + " has " + std::string(told) + " ports; " +
                                   std::to_string(adapter.ports.size()) + " are shown");
    if (is_ibstat_ && (told.empty() || nic.board.empty()))
      unread(adapter.own.line, adapter.name + " tells no CA type or no number of ports");
    if (adapter.ports.empty()) unread(adapter.own.line, adapter.name + " has no port");
    for (const Block& port : adapter.ports) add(adapter, port);
  }

  void add(const Adapter& adapter, const Block& port) {
    Result result;
    result.test = "system.infiniband";
    result.subject = {.kind = "port", .id = adapter.name + "/" + port.number};
    const std::string_view layer = port.at("link layer");
    if (layer.empty())
      unread(port.line, result.subject.id + " has no link layer");
    else
      result.params["link_layer"] = std::string(layer);
    if (!adapter.own.at("ca type").empty())
      result.params["board"] = std::string(adapter.own.at("ca type"));
    const std::string_view physical =
        port.at(port.values.contains("phys state") ? "phys state" : "physical state");
    const auto rate = rate_of(port);
    add_state(result, port, "active", port.at("state"), "active");
    add_state(result, port, "link_up", physical, "linkup");
    add_reading(result, "rate", Unit::bits_per_second, Better::higher, rate);
    if (!rate) unread(port.line, result.subject.id + " has no rate that can be read");
    add_fact(result, "state", port.at("state"));
    add_fact(result, "physical_state", physical);
    add_fact(result, "rate", port.at("rate"));
    add_fact(result, "guid", port.at("port guid"));
    imported_.results.push_back(std::move(result));
  }

  /// "Active" or, with its number before it, "4: ACTIVE".
  void add_state(Result& result, const Block& port, std::string_view name, std::string_view text,
                 std::string_view good) {
    const auto colon = text.find(": ");
    const std::string word = small(colon == std::string_view::npos ? text : text.substr(colon + 2));
    std::optional<double> value;
    if (!word.empty()) value = word == good ? 1 : 0;
    if (!value)
      unread(port.line, result.subject.id + " does not say whether it is " + std::string(good));
    add_reading(result, name, Unit::count, Better::higher, value);
  }

  /// "400" or "400 Gb/sec (4X NDR)", in bit/s.
  static std::optional<double> rate_of(const Block& port) {
    const auto words = words_of(port.at("rate"));
    if (words.empty() || (words.size() > 1 && words[1] != "Gb/sec")) return std::nullopt;
    const auto number = decimal(words.front());
    return number && *number > 0 ? std::optional(*number * 1e9) : std::nullopt;
  }

  const LogText& text_;
  Imported imported_;
  std::vector<Adapter> adapters_;
  Block* block_ = nullptr;
  bool is_ibstat_ = false, inside_ = false;
};

bool recognises(const Log& log) {
  const LogText text = read_text(log);
  return std::any_of(text.lines.begin(), text.lines.end(), [](const LogLine& line) {
    const std::string_view shown = trimmed(line.text);
    return (shown.starts_with(kAdapter) && shown.ends_with('\'')) || shown.starts_with(kDevice);
  });
}

Imported read(const Log& log) { return PortReader(read_text(log)).imported(); }

}  // namespace

ASSAY_IMPORTER(recognises, read);

}  // namespace assay
