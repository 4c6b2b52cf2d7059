#include "reports/reader.hpp"

#include "core/error.hpp"
#include "reports/io/locate.hpp"
#include "reports/io/read_into.hpp"

namespace assay {
namespace {

constexpr std::size_t kLongest = std::size_t{64} << 20;
// More than the rule of kDeepest, which Strangers applies exactly and with the field's name.
constexpr std::size_t kParserDepth = 2 * kDeepest;

InputError not_json(std::string_view json, const std::string& file, std::size_t first_line,
                    simdjson::error_code error) {
  if (error == simdjson::DEPTH_ERROR)
    return {file, first_line, "", "is nested deeper than " + std::to_string(kDeepest) + " levels"};
  const SyntaxFault fault = explain_syntax(json);
  const std::string message =
      fault.message.empty() ? simdjson::error_message(error) : fault.message;
  return {file, first_line + fault.line - 1, fault.field, message};
}

}  // namespace

struct ReportReader::Parser {
  simdjson::dom::parser parser{kLongest};
  std::string padded;

  Parser() {
    if (parser.allocate(0, kParserDepth) != simdjson::SUCCESS)
      throw Error("no memory to parse JSON");
  }

  simdjson::dom::element parse(std::string_view json, const std::string& file,
                               std::size_t first_line) {
    if (json.size() > kLongest) throw InputError(file, first_line, "", "is longer than 64 MiB");
    padded.assign(json).append(simdjson::SIMDJSON_PADDING, ' ');
    simdjson::dom::element root;
    const auto error = parser.parse(padded.data(), json.size(), false).get(root);
    if (error != simdjson::SUCCESS) throw not_json(json, file, first_line, error);
    return root;
  }

  template <class T>
  T read(std::string_view json, const std::string& file, std::size_t first_line) {
    const Spot root(parse(json, file, first_line));
    try {
      T into;
      read_into(root, into);
      return into;
    } catch (const Refusal& refusal) {
      const std::size_t line = first_line + line_of(json, refusal.place()) - 1;
      throw InputError(file, line, refusal.field(), refusal.what());
    }
  }
};

ReportReader::ReportReader() : parser_(std::make_unique<Parser>()) {}
ReportReader::~ReportReader() = default;

Report ReportReader::report(std::string_view json, const std::string& file,
                            std::size_t first_line) {
  return parser_->read<Report>(json, file, first_line);
}

Result ReportReader::result(std::string_view json, const std::string& file,
                            std::size_t first_line) {
  return parser_->read<Result>(json, file, first_line);
}

Report read_report(std::string_view json, const std::string& source) {
  return ReportReader().report(json, source);
}

Result read_result(std::string_view json, const std::string& source) {
  return ReportReader().result(json, source);
}

}  // namespace assay
