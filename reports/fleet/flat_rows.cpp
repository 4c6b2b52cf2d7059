#include "reports/fleet/flat_rows.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

#include "core/error.hpp"
#include "reports/io/documents.hpp"
#include "reports/io/lines_in.hpp"
#include "reports/io/locate.hpp"

namespace assay::fleet {
namespace {

constexpr std::array<std::string_view, 3> kWords{"NaN", "-Infinity", "Infinity"};

constexpr std::string_view kQuoted = "\"NaN\"";

/// The length of Python's word for what is no number, or of a number that no double or 64-bit
/// integer is, at the beginning of `text`; 0 if it begins otherwise.
std::size_t unusable(std::string_view text) {
  for (const std::string_view word : kWords)
    if (text.starts_with(word)) return word.size();
  constexpr std::size_t most_digits = 18;
  const std::size_t length = std::min(text.find_first_not_of("0123456789+-.eE"), text.size());
  const std::string_view number = text.substr(0, length);
  if (number.find_first_of(".eE") == std::string_view::npos)
    return number.size() > most_digits ? length : 0;
  double value = 0;
  const auto parsed = std::from_chars(number.data(), number.data() + number.size(), value);
  return parsed.ec == std::errc::result_out_of_range ? length : 0;
}

/// `line` with a string in place of all that is unusable, so that the rest may be JSON.
std::string with_unusable_quoted(std::string_view line) {
  std::string quoted;
  bool in_string = false;
  bool in_number = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (!in_string && !in_number)
      if (const std::size_t length = unusable(line.substr(i)); length > 0) {
        quoted += kQuoted;
        i += length - 1;
        continue;
      }
    if (line[i] == '"') in_string = !in_string;
    in_number = !in_string && std::string_view("0123456789+-.eE").find(line[i]) != line.npos;
    quoted += line[i];
    if (in_string && line[i] == '\\' && i + 1 < line.size()) quoted += line[++i];
  }
  return quoted;
}

[[noreturn]] void refuse_syntax(std::string_view line, const std::string& path, std::size_t number,
                                simdjson::error_code error) {
  const SyntaxFault fault = explain_syntax(line);
  throw InputError(path, number, fault.field,
                   fault.message.empty() ? simdjson::error_message(error) : fault.message);
}

}  // namespace

/// Most lines have the metrics of the line before, in the same order.
class FlatRows::Parser {
 public:
  /// `line` has SIMDJSON_PADDING readable bytes behind it.
  simdjson::dom::object parse(std::string_view line, const std::string& path, std::size_t number) {
    simdjson::dom::element root;
    auto error = parser_.parse(line.data(), line.size(), false).get(root);
    if (error != simdjson::SUCCESS) {
      quoted_ = with_unusable_quoted(line);
      error = parser_.parse(quoted_).get(root);
    }
    if (error != simdjson::SUCCESS) refuse_syntax(line, path, number, error);
    simdjson::dom::object object;
    if (root.get(object) != simdjson::SUCCESS)
      throw InputError(path, number, "", "must be an object");
    return object;
  }

  /// The number of the metric `key`, which stands at `position` of its line.
  std::uint32_t metric(std::string_view key, std::size_t position, FlatRows& rows) {
    if (position < guess_.size() && rows.metrics[guess_[position]] == key) return guess_[position];
    name_.assign(key);
    const auto [number, fresh] = rows.numbers_.of(name_);
    if (fresh) rows.metrics.push_back(name_);
    return number;
  }

  /// The list of metrics `row`, found at once if it is the one of the line before.
  std::uint32_t list(FlatRows& rows) {
    if (row == guess_ && !rows.lists.empty()) return last_list_;
    guess_ = row;
    rows.lists.push_back(row);
    return last_list_ = static_cast<std::uint32_t>(rows.lists.size() - 1);
  }

  /// True if `metric` stood in this line already.
  bool seen_again(std::uint32_t metric, std::size_t line) {
    if (metric >= last_seen_.size()) last_seen_.resize(metric + 1);
    return std::exchange(last_seen_[metric], line) == line;
  }

  std::vector<std::uint32_t> row;

 private:
  simdjson::dom::parser parser_{kLongestDocument};
  std::string quoted_, name_;
  std::vector<std::uint32_t> guess_;
  std::uint32_t last_list_ = 0;
  std::vector<std::size_t> last_seen_;  ///< metric -> the line, counted from 1
};

namespace {

/// Nothing for null.
std::optional<double> value_of(simdjson::dom::element element) {
  double value = 0;
  if (element.get(value) == simdjson::SUCCESS && std::isfinite(value)) return value;
  if (element.is_null()) return std::nullopt;
  return kNoNumber;
}

}  // namespace

FlatRows::FlatRows() : parser_(std::make_unique<Parser>()) {}
FlatRows::~FlatRows() = default;

void FlatRows::take(Piece piece) {
  constexpr auto after_all = static_cast<std::size_t>(-1);
  try {
    std::string text;
    Bytes bytes;
    if (piece.text)
      text = std::move(*piece.text);
    else if (!piece.error)
      (void)whole_text(piece, bytes, text);
    const std::size_t length = text.size();
    text.append(simdjson::SIMDJSON_PADDING, '\n');
    each_line(std::string_view(text).substr(0, length), [&](std::string_view line, std::size_t i) {
      if (is_blank(line)) return;
      const std::size_t number = std::max(piece.line, std::size_t{1}) + i;
      const InputPlace place{piece.order, i, piece.root};
      try {
        read_line(line, piece.path, number, place);
      } catch (const InputError& error) {
        broken.push_back(
            {place, unreadable_node(piece.path + ":" + std::to_string(number), error.what())});
      }
    });
    if (piece.error) throw InputError(*piece.error);
  } catch (const InputError& error) {
    broken.push_back(
        {{piece.order, after_all, piece.root}, unreadable_node(piece.path, error.what())});
  }
}

void FlatRows::read_line(std::string_view line, const std::string& path, std::size_t number,
                         const InputPlace& place) {
  std::vector<std::uint32_t>& row = parser_->row;
  row.clear();
  Row read{.place = place, .source = path + ":" + std::to_string(number), .first = values.size()};
  const std::size_t lines = rows.size() + 1;
  try {
    for (const simdjson::dom::key_value_pair field : parser_->parse(line, path, number)) {
      if (field.key == "node") {
        std::string_view name;
        if (field.value.get(name) != simdjson::SUCCESS || name.empty() || !read.node.empty())
          throw InputError(path, number, "node", "must be one name");
        read.node = name;
        continue;
      }
      const std::optional<double> value = value_of(field.value);
      const std::uint32_t metric = parser_->metric(field.key, row.size(), *this);
      if (!value) continue;
      row.push_back(metric);
      values.push_back(*value);
      // Which of two is meant nobody can say: the first becomes no number, and the row says so.
      if (parser_->seen_again(metric, lines))
        for (std::size_t i = 0; i < row.size(); ++i)
          if (row[i] == metric) values[read.first + i] = kNoNumber;
    }
    if (read.node.empty()) throw InputError(path, number, "node", "is missing");
  } catch (const InputError&) {
    values.resize(read.first);
    for (const std::uint32_t metric : row) (void)parser_->seen_again(metric, 0);
    throw;
  }
  read.list = parser_->list(*this);
  rows.push_back(std::move(read));
}

bool is_flat_result(std::string_view line) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  const std::string quoted = with_unusable_quoted(line);
  if (parser.parse(quoted).get(object) != simdjson::SUCCESS) return false;
  std::string_view name;
  return object["node"].get(name) == simdjson::SUCCESS &&
         object["schema"].error() == simdjson::NO_SUCH_FIELD;
}

}  // namespace assay::fleet
