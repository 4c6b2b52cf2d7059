#include "reports/importers/superbench/criterion.hpp"

#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <utility>

namespace assay {
namespace {

constexpr std::array<std::pair<std::string_view, CriterionOp>, 6> kOps{{
    {"<=", CriterionOp::at_most},
    {">=", CriterionOp::at_least},
    {"==", CriterionOp::equal},
    {"!=", CriterionOp::unequal},
    {"<", CriterionOp::less},
    {">", CriterionOp::more},
}};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// What is left of a criterion. Each take_ function moves on only where it finds what it is asked
/// for; white space before it does not matter.
class Text {
 public:
  explicit Text(std::string_view text) : text_(text) {}

  bool take(std::string_view sign) {
    skip_space();
    if (!text_.starts_with(sign)) return false;
    if (is_word(sign.back()) && text_.size() > sign.size() && is_word(text_[sign.size()]))
      return false;
    text_.remove_prefix(sign.size());
    return true;
  }

  std::string_view take_name() {
    skip_space();
    if (text_.empty() || std::isdigit(static_cast<unsigned char>(text_.front())) != 0) return {};
    std::size_t length = 0;
    while (length < text_.size() && is_word(text_[length])) ++length;
    const std::string_view name = text_.substr(0, length);
    text_.remove_prefix(length);
    return name;
  }

  std::optional<CriterionOp> take_op() {
    for (const auto& [sign, op] : kOps)
      if (take(sign)) return op;
    return std::nullopt;
  }

  std::optional<double> take_number() {
    const bool negative = take("-");
    skip_space();
    double number = 0;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), number);
    const bool begins_well =
        !text_.empty() &&
        (std::isdigit(static_cast<unsigned char>(text_.front())) != 0 || text_.front() == '.');
    if (!begins_well || error != std::errc{} || !std::isfinite(number)) return std::nullopt;
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    return negative ? -number : number;
  }

  /// "rule" or 'rule'.
  std::optional<std::string> take_quoted() {
    skip_space();
    if (text_.empty() || (text_.front() != '"' && text_.front() != '\'')) return std::nullopt;
    const auto end = text_.find(text_.front(), 1);
    if (end == std::string_view::npos || text_.substr(0, end).find('\\') != std::string_view::npos)
      return std::nullopt;
    std::string inside(text_.substr(1, end - 1));
    text_.remove_prefix(end + 1);
    return inside;
  }

  bool at_end() {
    skip_space();
    return text_.empty();
  }

 private:
  void skip_space() {
    while (!text_.empty() && (text_.front() == ' ' || text_.front() == '\t'))
      text_.remove_prefix(1);
  }
  std::string_view text_;
};

/// `label["rule"]`
std::optional<std::string> take_label(Text& text, std::string_view parameter) {
  if (!text.take(parameter) || !text.take("[")) return std::nullopt;
  auto rule = text.take_quoted();
  return text.take("]") ? rule : std::nullopt;
}

/// `(label["rule"].values())`
std::optional<std::string> take_values(Text& text, std::string_view parameter) {
  if (!text.take("(")) return std::nullopt;
  auto rule = take_label(text, parameter);
  const bool whole =
      text.take(".") && text.take("values") && text.take("(") && text.take(")") && text.take(")");
  return whole ? rule : std::nullopt;
}

bool take_spread(Text& text, std::string_view parameter, Criterion& criterion) {
  const auto least = take_values(text, parameter);
  if (!least || !text.take("/") || !text.take("max")) return false;
  const auto most = take_values(text, parameter);
  if (most != least) return false;
  criterion.subject = CriterionSubject::spread;
  criterion.rules = {*least};
  return true;
}

bool take_violations(Text& text, std::string_view parameter, Criterion& criterion) {
  criterion.subject = CriterionSubject::violations;
  do {
    auto rule = take_label(text, parameter);
    if (!rule) return false;
    criterion.rules.push_back(std::move(*rule));
  } while (text.take("+"));
  return true;
}

/// What is compared: the parameter itself, the spread or the sum.
bool take_subject(Text& text, std::string_view parameter, Criterion& criterion) {
  if (text.take("min")) return take_spread(text, parameter, criterion);
  Text ahead = text;
  if (ahead.take(parameter) && !ahead.take("[")) return text.take(parameter);
  return take_violations(text, parameter, criterion);
}

bool take_comparison(Text& text, std::string_view parameter, Criterion& criterion) {
  if (!take_subject(text, parameter, criterion)) return false;
  const auto op = text.take_op();
  const auto number = op ? text.take_number() : std::nullopt;
  if (!number) return false;
  criterion.op = *op;
  criterion.number = *number;
  return true;
}

/// The comparison bare or in what Python's authors dress it with.
bool take_body(Text& text, std::string_view parameter, Criterion& criterion) {
  if (text.take("False")) {
    criterion.never = true;
    return true;
  }
  if (text.take("True"))
    return text.take("if") && take_comparison(text, parameter, criterion) && text.take("else") &&
           text.take("False");
  if (text.take("bool"))
    return text.take("(") && take_comparison(text, parameter, criterion) && text.take(")");
  return take_comparison(text, parameter, criterion);
}

}  // namespace

std::string_view symbol(CriterionOp op) noexcept {
  for (const auto& [sign, named] : kOps)
    if (named == op) return sign;
  return "";
}

CriterionOp opposite(CriterionOp op) noexcept {
  switch (op) {
    case CriterionOp::less:
      return CriterionOp::at_least;
    case CriterionOp::at_most:
      return CriterionOp::more;
    case CriterionOp::more:
      return CriterionOp::at_most;
    case CriterionOp::at_least:
      return CriterionOp::less;
    case CriterionOp::equal:
      return CriterionOp::unequal;
    case CriterionOp::unequal:
      break;
  }
  return CriterionOp::equal;
}

bool Criterion::violated_by(double x) const noexcept {
  if (never || std::isnan(x)) return false;
  switch (op) {
    case CriterionOp::less:
      return x < number;
    case CriterionOp::at_most:
      return x <= number;
    case CriterionOp::more:
      return x > number;
    case CriterionOp::at_least:
      return x >= number;
    case CriterionOp::equal:
      return x == number;
    case CriterionOp::unequal:
      break;
  }
  return x != number;
}

std::optional<Criterion> parse_criterion(std::string_view text) {
  Text rest(text);
  if (!rest.take("lambda")) return std::nullopt;
  const std::string_view parameter = rest.take_name();
  Criterion criterion;
  const bool whole = !parameter.empty() && rest.take(":") &&
                     take_body(rest, parameter, criterion) && rest.at_end();
  return whole ? std::optional(criterion) : std::nullopt;
}

}  // namespace assay
