#include <charconv>

#include "collectives/topology/topology_text.hpp"
#include "core/error.hpp"

namespace assay::locate {
namespace {

constexpr std::size_t kMostHosts = 1'000'000;

class Expansion {
 public:
  Expansion(const std::string& source, std::size_t line) : source_(source), line_(line) {}

  /// One item of the list: text with any number of bracketed ranges.
  void add(std::string_view item) { add(item, ""); }
  std::vector<std::string> take() { return std::move(hosts_); }

  [[noreturn]] void refuse(std::string_view item, const std::string& why) const {
    throw InputError(source_, line_, std::string(item), why);
  }

 private:
  void add(std::string_view rest, const std::string& before) {
    const std::size_t open = rest.find('[');
    if (open == std::string_view::npos) {
      if (hosts_.size() >= kMostHosts) refuse(rest, "too many hosts");
      hosts_.push_back(before + std::string(rest));
      return;
    }
    const std::size_t close = rest.find(']', open);
    if (close == std::string_view::npos) refuse(rest, "a bracket is not closed");
    std::string_view ranges = rest.substr(open + 1, close - open - 1);
    while (true) {
      const std::size_t comma = ranges.find(',');
      add_range(ranges.substr(0, comma), before + std::string(rest.substr(0, open)),
                rest.substr(close + 1));
      if (comma == std::string_view::npos) return;
      ranges.remove_prefix(comma + 1);
    }
  }

  void add_range(std::string_view range, const std::string& before, std::string_view after) {
    const std::size_t dash = range.find('-');
    const std::string_view low = range.substr(0, dash);
    const std::string_view high = dash == std::string_view::npos ? low : range.substr(dash + 1);
    const unsigned long first = number(low);
    const unsigned long last = number(high);
    if (last < first) refuse(range, "a range runs backwards");
    if (last - first >= kMostHosts) refuse(range, "too many hosts");
    for (unsigned long i = first; i <= last; ++i) {
      std::string digits = std::to_string(i);
      if (digits.size() < low.size()) digits.insert(0, low.size() - digits.size(), '0');
      add(after, before + digits);
    }
  }

  unsigned long number(std::string_view text) const {
    unsigned long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
      refuse(text, "must be a number or a range of numbers");
    return value;
  }

  const std::string& source_;
  std::size_t line_;
  std::vector<std::string> hosts_;
};

}  // namespace

std::vector<std::string> expand_hosts(std::string_view list, const std::string& source,
                                      std::size_t line) {
  Expansion expansion(source, line);
  std::size_t begin = 0;
  bool in_brackets = false;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    if (i < list.size() && list[i] == '[') in_brackets = true;
    if (i < list.size() && list[i] == ']') in_brackets = false;
    if (i < list.size() && (list[i] != ',' || in_brackets)) continue;
    if (i == begin) expansion.refuse(list, "a host has no name");
    expansion.add(list.substr(begin, i - begin));
    begin = i + 1;
  }
  return expansion.take();
}

}  // namespace assay::locate
