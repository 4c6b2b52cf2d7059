// nvidia-smi topo -m: how GPUs and NICs reach each other.
#include <algorithm>
#include <array>
#include <map>

#include "core/text.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/machine/findings.hpp"

namespace assay {
namespace {

bool is_device(std::string_view word) {
  return (word.starts_with("GPU") && whole_number(word.substr(3))) ||
         (word.starts_with("NIC") && whole_number(word.substr(3))) || word.starts_with("mlx") ||
         word.starts_with("irdma") || word.starts_with("bnxt_re") || word.starts_with("efa");
}

bool is_kind(std::string_view word) {
  constexpr std::array<std::string_view, 7> kKinds{"X", "SYS", "NODE", "PHB", "PXB", "PIX", "C2C"};
  if (std::find(kKinds.begin(), kKinds.end(), word) != kKinds.end()) return true;
  return word.starts_with("NV") && whole_number(word.substr(2));
}

/// The devices of the first line; none if it is no heading of `topo -m`, which ends with
/// affinities.
std::vector<std::string> heading(std::string_view line) {
  std::vector<std::string> names;
  for (const std::string_view word : words_of(line)) {
    if (word == "CPU" && line.find("CPU Affinity") != std::string_view::npos) return names;
    if (!is_device(word)) return {};
    names.emplace_back(word);
  }
  return {};
}

struct MatrixRow {
  std::size_t line = 0;
  std::vector<std::string> cells;
};

class MatrixReader {
 public:
  explicit MatrixReader(const LogText& text) : text_(text) { imported_.unread = text.unread; }

  Imported imported() {
    for (const LogLine& line : text_.lines) take(line.number, without_escapes(line.text));
    note_open_end(text_, imported_);
    if (names_.empty()) unread(0, "holds no matrix of `nvidia-smi topo -m`");
    for (const std::string& name : names_)
      if (!rows_.contains(name)) unread(0, "has no row for " + name);
    if (is_whole()) {
      add_links();
      add_result();
    }
    return std::move(imported_);
  }

 private:
  void unread(std::size_t line, const std::string& why) {
    imported_.unread.push_back(at_line(text_.file, line, why));
  }

  void take(std::size_t line, std::string_view text) {
    if (auto names = heading(text); !names.empty()) {
      if (!names_.empty()) return unread(line, "a second matrix");
      names_ = std::move(names);
      return;
    }
    const auto words = words_of(text);
    if (names_.empty() || words.empty()) return;
    if (words.size() == 2 && words[0].starts_with("NIC") && words[0].ends_with(':'))
      legend_.emplace(words[0].substr(0, words[0].size() - 1), words[1]);
    else if (std::find(names_.begin(), names_.end(), words[0]) != names_.end())
      take_row(line, words);
    else if (is_device(words[0]))
      unread(line, "a row for " + std::string(words[0]) + ", which has no column");
  }

  void take_row(std::size_t line, const std::vector<std::string_view>& words) {
    MatrixRow row{line, {}};
    for (std::size_t i = 1; i < words.size() && i <= names_.size(); ++i)
      row.cells.emplace_back(words[i]);
    const std::size_t own = static_cast<std::size_t>(
        std::find(names_.begin(), names_.end(), words[0]) - names_.begin());
    if (row.cells.size() < names_.size()) return unread(line, "has too few cells");
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      if (!is_kind(row.cells[i]) || (row.cells[i] == "X") != (i == own))
        return unread(line, "\"" + row.cells[i] + "\" cannot stand below " + names_[i]);
    if (words.size() > names_.size() + 1 && is_kind(words[names_.size() + 1]))
      return unread(line, "has too many cells");
    if (!rows_.emplace(words[0], std::move(row)).second) unread(line, "a second row of its name");
  }

  /// Has every pair been said twice, and the same?
  bool is_whole() {
    if (rows_.size() != names_.size()) return false;
    bool whole = true;
    for (std::size_t i = 0; i < names_.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (cell(i, j) != cell(j, i)) {
          whole = false;
          unread(rows_.at(names_[i]).line, names_[i] + " and " + names_[j] +
                                               " are connected by \"" + cell(i, j) +
                                               "\" and, the other way, by \"" + cell(j, i) + "\"");
        }
    return whole;
  }

  [[nodiscard]] const std::string& cell(std::size_t row, std::size_t column) const {
    return rows_.at(names_[row]).cells[column];
  }

  /// "gpu0", or the NIC's name where the legend tells it.
  [[nodiscard]] std::string end_of(const std::string& name) const {
    if (name.starts_with("GPU")) return "gpu" + name.substr(3);
    const auto told = legend_.find(name);
    return told == legend_.end() ? name : told->second;
  }

  void add_links() {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i].starts_with("GPU")) {
        Gpu gpu;
        gpu.index = whole_number(std::string_view(names_[i]).substr(3)).value_or(0);
        imported_.node.gpus.push_back(gpu);
      } else {
        imported_.node.nics.push_back({.name = end_of(names_[i])});
      }
      for (std::size_t j = i + 1; j < names_.size(); ++j)
        imported_.node.links.push_back({end_of(names_[i]), end_of(names_[j]), cell(i, j)});
    }
  }

  /// How many of the pairs of GPUs are connected in which way.
  void add_result() {
    std::map<std::string, std::size_t> pairs;
    for (const Link& link : imported_.node.links)
      if (link.from.starts_with("gpu") && link.to.starts_with("gpu")) ++pairs[link.kind];
    Result result;
    result.test = "system.topology";
    const auto count = [](std::size_t n) { return static_cast<double>(n); };
    add_reading(result, "gpus", Unit::count, Better::higher, count(imported_.node.gpus.size()));
    add_reading(result, "nics", Unit::count, Better::higher, count(imported_.node.nics.size()));
    for (const auto& [kind, n] : pairs) add_fact(result, "gpu_pairs_" + kind, std::to_string(n));
    imported_.results.push_back(std::move(result));
  }

  const LogText& text_;
  Imported imported_;
  std::vector<std::string> names_;
  std::map<std::string, MatrixRow, std::less<>> rows_;
  std::map<std::string, std::string, std::less<>> legend_;
};

bool recognises(const Log& log) {
  const LogText text = read_text(log);
  return std::any_of(text.lines.begin(), text.lines.end(), [](const LogLine& line) {
    return !heading(without_escapes(line.text)).empty();
  });
}

Imported read(const Log& log) { return MatrixReader(read_text(log)).imported(); }

}  // namespace

ASSAY_IMPORTER(recognises, read);

}  // namespace assay
