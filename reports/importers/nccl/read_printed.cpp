#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "reports/importers/common/command.hpp"
#include "reports/importers/nccl/columns.hpp"
#include "reports/importers/nccl/read.hpp"

namespace assay::nccl_tests {
namespace {

/// What stands behind `key`, up to the next blank.
std::string word_after(std::string_view text, std::string_view key) {
  const auto at = text.find(key);
  if (at == std::string_view::npos) return "";
  const auto words = words_of(text.substr(at + key.size()));
  return words.empty() ? "" : std::string(words.front());
}

std::optional<std::int64_t> count_after(std::string_view text, std::string_view key) {
  const auto value = leading_number(word_after(text, key));
  if (!value || *value < 0 || *value > 1e18) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

/// "#  Rank  0 Group  0 Pid 123 on host device  0 [0000:04:00] name"; older versions have no group.
/// Word for word: one that is missing makes another host or device of the next.
std::optional<Rank> rank_in(std::string_view line) {
  auto words = words_of(line.substr(0, line.find('[')));
  if (words.size() == 11 && words[3] == "Group" && whole_number(words[4]))
    words.erase(words.begin() + 3, words.begin() + 5);
  const auto open = line.find('[');
  const auto close = line.find(']', open);
  if (words.size() != 9 || words[1] != "Rank" || words[3] != "Pid" || words[5] != "on" ||
      words[7] != "device" || close == std::string_view::npos)
    return std::nullopt;
  const auto number = whole_number(words[2]);
  const auto device = whole_number(words[8]);
  if (!number || !device || *number < 0 || *device < 0) return std::nullopt;
  return Rank{.rank = *number,
              .device = *device,
              .host = std::string(words[6]),
              .pci = std::string(line.substr(open + 1, close - open - 1)),
              .name = std::string(trimmed(line.substr(close + 1)))};
}

class Reader {
 public:
  explicit Reader(const LogText& text) : text_(text) {
    found_.file = text.file;
    found_.unread = text.unread;
    for (const LogLine& line : text.lines) take(line);
  }
  [[nodiscard]] Runs runs() && { return std::move(found_); }

 private:
  void take(const LogLine& line);
  void take_comment(std::size_t number, std::string_view line);
  void take_banner(std::size_t number, std::string_view line);
  void take_rank(std::size_t number, std::string_view line);
  void take_footer(std::size_t number, std::string_view line);
  void take_row(std::size_t number, std::string_view line);
  void take_other(std::size_t number, std::string_view line);

  /// The run that a line belongs to; a new one where the last can have no such line any more.
  NcclRun& run_unless(bool belongs_to_next, std::size_t number) {
    if (found_.runs.empty() || belongs_to_next) {
      found_.runs.push_back({.line = number});
      columns_.reset();
    }
    return found_.runs.back();
  }
  [[nodiscard]] bool last_has_table() const {
    return !found_.runs.empty() && found_.runs.back().has_table();
  }
  [[nodiscard]] bool last_has_footer() const {
    return !found_.runs.empty() && found_.runs.back().has_footer();
  }
  void unread(std::size_t number, const std::string& why) {
    found_.unread.push_back(at_line(text_.file, number, why));
  }

  const LogText& text_;
  Runs found_;
  std::optional<Columns> columns_;  ///< of the last run
};

void Reader::take_banner(std::size_t number, std::string_view line) {
  if (line.find("nThread ") != std::string_view::npos) {
    NcclRun& run = run_unless(last_has_table(), number);
    run.min_bytes = count_after(line, "minBytes");
    run.max_bytes = count_after(line, "maxBytes");
    run.step = count_after(line, "step:");
    run.step_is_factor = line.find("(factor)") != std::string_view::npos;
    run.iterations =
        count_after(line.substr(std::min(line.find("warmup iters:") + 13, line.size())), " iters:");
    run.graph = count_after(line, "graph:").value_or(0) > 0;
  } else if (line.find("nccl-tests version") != std::string_view::npos) {
    run_unless(last_has_table(), number).version = word_after(line, "nccl-tests version");
  } else if (line.find("Collective test starting:") != std::string_view::npos) {
    run_unless(last_has_table(), number).program = program_in(line);
  } else if (line.find("Reducing maxBytes to") != std::string_view::npos && !found_.runs.empty()) {
    NcclRun& run = found_.runs.back();
    run.max_bytes = count_after(line, "Reducing maxBytes to");
    if (run.min_bytes && run.max_bytes) run.min_bytes = std::min(*run.min_bytes, *run.max_bytes);
  }
}

void Reader::take_rank(std::size_t number, std::string_view line) {
  if (auto rank = rank_in(line))
    run_unless(last_has_table(), number).ranks.push_back(std::move(*rank));
  else
    unread(number, "a line of a rank without its number, host or device");
}

void Reader::take_footer(std::size_t number, std::string_view line) {
  NcclRun& run = run_unless(false, number);
  const auto colon = line.find(':');
  const auto words = words_of(colon == std::string_view::npos ? "" : line.substr(colon + 1));
  const std::string last = words.size() > 1 ? std::string(words[1]) : "";
  if (line.find("Out of bounds values") != std::string_view::npos) {
    const auto count = words.empty() ? std::nullopt : whole_number(words[0]);
    if (run.out_of_bounds_line != 0) unread(number, "a second count of values out of bounds");
    run.out_of_bounds_line = number;
    run.out_of_bounds = count;
    run.out_of_bounds_word = last;
    if (!count || (last != "OK" && last != "FAILED"))
      unread(number, "no count of values out of bounds, or no word on it");
  } else {
    if (run.average_line != 0) unread(number, "a second average");
    run.average_line = number;
    run.average = words.empty() ? std::nullopt : printed(words[0]);
    run.average_word = last;
    if (!run.average) unread(number, "the average is no figure");
  }
}

void Reader::take_comment(std::size_t number, std::string_view line) {
  if (const auto columns = columns_in(line)) {
    NcclRun& run = run_unless(last_has_table(), number);
    if (run.has_table()) return;
    run.has_header = true;
    run.cpu_time = columns->cpu_time;
    run.reduction_column = columns->has_reduction;
    run.root_column = columns->has_root;
    columns_ = columns;
  } else if (line.find(" Rank ") != std::string_view::npos) {
    take_rank(number, line);
  } else if (line.find("Out of bounds values") != std::string_view::npos ||
             line.find("Avg bus bandwidth") != std::string_view::npos) {
    take_footer(number, line);
  } else {
    take_banner(number, line);
  }
}

void Reader::take_row(std::size_t number, std::string_view line) {
  NcclRun& run = run_unless(last_has_footer(), number);
  if (!columns_) {
    columns_ = Columns{};
    unread(number, "rows without a header: their columns are taken for those of today's versions");
  }
  std::string why;
  const auto row = row_in(line, *columns_, why);
  if (!row) return unread(number, why);
  if (!run.rows.empty() && run.rows.front().reduction.empty() != row->reduction.empty())
    return unread(number, "redop stands there in some rows only");
  run.rows.push_back(*row);
  run.rows.back().line = number;
}

void Reader::take_other(std::size_t number, std::string_view line) {
  constexpr std::array<std::string_view, 3> failures{"Test CUDA failure", "Test NCCL failure",
                                                     "Test failure"};
  const bool failed = std::any_of(failures.begin(), failures.end(), [&](std::string_view words) {
    return line.find(words) != std::string_view::npos;
  });
  if (failed && !found_.runs.empty() && !last_has_footer() && found_.runs.back().failure.empty())
    found_.runs.back().failure = trimmed(line);
  const bool is_dots =
      trimmed(line).find_first_not_of('.') == std::string_view::npos && trimmed(line).size() > 1;
  if (is_dots && last_has_table() && !last_has_footer()) unread(number, "rows were left out here");
  const auto words = words_of(line);
  if (words.size() > 2 && words[0] == "NCCL" && words[1] == "version" && !found_.runs.empty())
    found_.runs.back().nccl = words[2];
  if (const std::string program = program_in(line); !program.empty()) {
    if (found_.program.empty()) found_.program = program;
    if (found_.command.empty()) found_.command = without_prompt(line);
  }
}

void Reader::take(const LogLine& line) {
  const std::string_view text = line.text;
  const std::string_view start = trimmed(text);
  if (start.starts_with('#'))
    take_comment(line.number, start);
  else if (looks_like_row(text) && (columns_ || words_of(text).size() >= 12))
    take_row(line.number, text);
  else if (!start.empty())
    take_other(line.number, text);
}

}  // namespace

Runs read_printed(const LogText& text) { return Reader(text).runs(); }

}  // namespace assay::nccl_tests
