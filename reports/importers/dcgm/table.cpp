#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "reports/importers/dcgm/diag.hpp"

namespace assay {
namespace {

/// The two cells of "| name                      | text                 |"; the second keeps its
/// blanks, for a long text goes on in the next row where its width ends.
struct TableRow {
  std::string_view name, text;
};

std::optional<TableRow> row_of(std::string_view line) {
  line = trimmed(line);
  if (line.size() < 3 || !line.starts_with("| ") || !line.ends_with('|')) return std::nullopt;
  const auto bar = line.find('|', 1);
  if (bar == line.size() - 1) return std::nullopt;
  std::string_view text = line.substr(bar + 1, line.size() - bar - 2);
  if (text.starts_with(' ')) text.remove_prefix(1);
  if (text.ends_with("  ")) text.remove_suffix(2);  // the margin; blanks before it are the text's
  return TableRow{trimmed(line.substr(1, bar - 1)), text};
}

/// "Hardware" of "+-----  Hardware  ----------+-----+".
std::string_view section_of(std::string_view line) {
  line = trimmed(line);
  if (!line.starts_with("+-----  ") && !line.starts_with("|-----  ")) return {};
  line.remove_prefix(8);
  return trimmed(line.substr(0, line.find("  -")));
}

bool is_border(std::string_view line) {
  line = trimmed(line);
  return line.size() > 40 && line.starts_with("+-") && line.ends_with("-+") &&
         line.find_first_not_of("+-") == std::string_view::npos;
}

bool is_status(std::string_view word) {
  constexpr std::array<std::string_view, 6> kStatus{"Pass", "Fail",    "Warn",
                                                    "Skip", "Not Run", "Error"};
  return std::find(kStatus.begin(), kStatus.end(), word) != kStatus.end();
}

/// "Fail - GPUs: 0, 3", "Skip - All", "GPU0: Pass", "Pass".
std::optional<DcgmVerdict> verdict_of(std::size_t line, std::string_view text) {
  DcgmVerdict verdict{.line = line};
  text = trimmed(text);
  if (text.starts_with("GPU") && text.find(": ") != std::string_view::npos) {
    const auto colon = text.find(": ");
    const auto gpu = whole_number(text.substr(3, colon - 3));
    if (!gpu || !is_status(text.substr(colon + 2))) return std::nullopt;
    verdict.status = text.substr(colon + 2);
    verdict.gpus = {*gpu};
    return verdict;
  }
  const auto dash = text.find(" - ");
  verdict.status = text.substr(0, dash);
  if (!is_status(verdict.status)) return std::nullopt;
  if (dash == std::string_view::npos) return verdict;
  const std::string_view whom = text.substr(dash + 3);
  verdict.of_all = whom == "All";
  const auto colon = whom.find(':');
  if (verdict.of_all || !whom.starts_with("GPU") || colon == std::string_view::npos)
    return verdict.of_all ? std::optional(verdict) : std::nullopt;
  std::string list;
  for (const char c : whom.substr(colon + 1))
    if (c != ' ') list += c;
  const auto gpus = number_list(list);
  if (!gpus) return std::nullopt;
  verdict.gpus = *gpus;
  return verdict;
}

class TableReader {
 public:
  explicit TableReader(const LogText& text) : text_(text) {}

  DcgmDiag read() {
    for (const LogLine& line : text_.lines) take(line.number, line.text);
    finish_note();
    if (!saw_head_) unread(0, "the table has no beginning");
    if (!at_border_) unread(0, "the table has no end");
    return std::move(diag_);
  }

 private:
  /// Where a long text in the second column belongs.
  enum class Note { none, info, warning, error };

  void unread(std::size_t line, const std::string& why) {
    diag_.unread.push_back(at_line(text_.file, line, why));
  }

  void take(std::size_t line, std::string_view text) {
    if (const auto prompt = text.find("dcgmi diag"); prompt != std::string_view::npos)
      diag_.command = std::string(trimmed(text.substr(prompt)));
    if (const auto section = section_of(text); !section.empty()) {
      finish_note();
      category_ = section;
      at_border_ = false;
      in_test_ = false;
    } else if (is_border(text)) {
      finish_note();
      at_border_ = true;
    } else if (const auto row = row_of(text)) {
      at_border_ = false;
      take_row(line, *row);
    } else if (trimmed(text).starts_with('|')) {
      unread(line, "is no row of two cells");
    }
  }

  void take_row(std::size_t line, const TableRow& row) {
    if (row.name == "Diagnostic" && trimmed(row.text) == "Result") {
      saw_head_ = true;
    } else if (row.name.empty()) {
      go_on(line, row.text);
    } else if (category_ == "Metadata") {
      take_metadata(row);
    } else if (row.name == "Info" || row.name.starts_with("Info: ")) {
      begin_note(Note::info, line, row.text);
    } else if (row.name == "Warning" || row.name.starts_with("Warning: ")) {
      begin_note(Note::warning, line, row.text);
    } else if (row.name == "Error" || row.name.starts_with("Error: ")) {
      begin_note(Note::error, line, row.text);
    } else {
      open_test(line, row);
    }
  }

  void take_metadata(const TableRow& row) {
    const std::string_view value = trimmed(row.text);
    if (row.name == "DCGM Version") diag_.version = value;
    if (row.name.starts_with("Driver Version")) diag_.driver = value;
    if (row.name.starts_with("GPU Device IDs"))
      diag_.gpus = static_cast<std::size_t>(std::count(value.begin(), value.end(), ',')) + 1;
  }

  void open_test(std::size_t line, const TableRow& row) {
    finish_note();
    in_test_ = true;
    diag_.tests.push_back({.line = line, .name = std::string(row.name), .category = category_});
    add_verdict(line, row.text);
  }

  void add_verdict(std::size_t line, std::string_view text) {
    if (auto verdict = verdict_of(line, text)) {
      diag_.tests.back().verdicts.push_back(std::move(*verdict));
      return;
    }
    unread(line, "\"" + std::string(trimmed(text)) + "\" is no result");
  }

  void begin_note(Note note, std::size_t line, std::string_view text) {
    finish_note();
    note_ = note;
    note_text_ = text;
    if (!in_test_ && note != Note::error) unread(line, "a note on no test");
  }

  void go_on(std::size_t line, std::string_view text) {
    if (note_ != Note::none)
      note_text_ += text;
    else if (in_test_)
      add_verdict(line, text);
    else
      unread(line, "the rest of a row whose beginning is missing");
  }

  void finish_note() {
    const std::string text(trimmed(note_text_));
    if (note_ == Note::error || (note_ == Note::warning && !in_test_)) diag_.errors.push_back(text);
    if (in_test_ && note_ == Note::info) diag_.tests.back().info.push_back(text);
    if (in_test_ && note_ == Note::warning) diag_.tests.back().warnings.push_back(text);
    note_ = Note::none;
    note_text_.clear();
  }

  const LogText& text_;
  DcgmDiag diag_;
  std::string category_, note_text_;
  Note note_ = Note::none;
  bool in_test_ = false, saw_head_ = false, at_border_ = false;
};

}  // namespace

bool is_dcgm_table(const LogText& text) {
  return std::any_of(text.lines.begin(), text.lines.end(), [](const LogLine& line) {
    const std::string_view section = section_of(line.text);
    return section == "Deployment" || section == "Hardware" || section == "Integration" ||
           section == "Stress" || section == "Metadata";
  });
}

DcgmDiag read_dcgm_table(const LogText& text) { return TableReader(text).read(); }

}  // namespace assay
