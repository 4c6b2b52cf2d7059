#include <map>
#include <string>

#include "reports/catalogue/reason_id.hpp"
#include "reports/render/lines.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/quantity.hpp"
#include "reports/render/renderer.hpp"

namespace assay {
namespace {

/// For attributes and text alike. plain_cell() leaves no character that XML 1.0 forbids and no line
/// break that a parser would change.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : plain_cell(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&apos;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string attribute(const char* key, const std::string& value) {
  return std::string(" ") + key + "=\"" + escaped(value) + '"';
}

std::string property(const char* key, const std::string& value) {
  return "<property" + attribute("name", key) + attribute("value", value) + "/>";
}

/// The numbers and where the limit stands, as far as there are any.
std::string detail(const Reason& line) {
  std::string out;
  if (line.measured || line.limit) {
    const auto [measured, limit] = compared(line.measured, line.limit, line.unit);
    out = "measured " + measured + ' ' + line.op + ' ' + limit + ", margin " + margin(line.margin);
  }
  if (line.source.empty()) return out;
  return out + (out.empty() ? "limit from " : ", limit from ") + line.source;
}

/// Columns of a name, so that what follows it is never cut.
constexpr std::size_t kLongestName = 500;

/// What the catalogue says of the reason, a line each: servers show the text of a case as it is.
std::string explained(const Reason& line) {
  const ReasonKind* kind = find_reason_kind(line.id);
  if (kind == nullptr) return "";
  std::string out = "\n" + escaped(line.id + ": " + std::string(kind->meaning));
  std::string causes;
  for (const std::string_view cause : kind->causes)
    if (!cause.empty()) causes += (causes.empty() ? "" : "; ") + std::string(cause);
  out += "\n" + escaped("causes, most likely first: " + causes);
  return out + "\n" + escaped("grounds for return: " + std::string(name(kind->grounds)));
}

std::string message(const Reason& line) {
  if (!line.text.empty()) return line.text;
  return line.id.empty() ? detail(line) : line.id + ": " + detail(line);
}

/// What a test case says beyond its name.
std::string body(const Reason& line) {
  const std::string what = attribute("message", message(line)) + attribute("type", line.id) + '>' +
                           escaped(detail(line)) + explained(line);
  switch (line.verdict) {
    case Verdict::pass:
      return "";
    case Verdict::fail:
      return "<failure" + what + "</failure>";
    case Verdict::warn:
      return "<properties>" + property("warning", message(line)) + property("id", line.id) +
             "</properties><system-out>" +
             escaped("warning: " + message(line) + "; " + detail(line)) + explained(line) +
             "</system-out>";
    case Verdict::unknown:
      break;
  }
  return "<error" + what + "</error>";
}

/// The test cases of one node, and how many of each kind.
class Suite {
 public:
  explicit Suite(const Judgement& judgement) : judgement_(judgement) {
    for (const Reason& line : lines(judgement, true)) add(line);
    for (const std::string& limit : judgement.not_judged)
      skip(limit, "not demanded of this run: its level, its size or this machine");
    for (const std::string& limit : judgement.not_applicable)
      skip(limit, "not applicable: this machine has no such hardware, and none is expected");
    // Servers look at cases only: a node's verdict must be seen in one of them.
    if (stated_.count(judgement.verdict) == 0)
      add({.id = "verdict",
           .verdict = judgement.verdict,
           .subject = "node",
           .text = "the node's verdict is " + std::string(name(judgement.verdict))});
  }

  [[nodiscard]] std::string text() const {
    return "<testsuite" + attribute("name", judgement_.node) +
           attribute("tests", std::to_string(tests_)) +
           attribute("failures", std::to_string(count(Verdict::fail))) +
           attribute("errors", std::to_string(count(Verdict::unknown))) +
           attribute("skipped", std::to_string(skipped_)) + ">\n<properties>" +
           property("verdict", std::string(name(judgement_.verdict))) +
           property("profile", judgement_.profile) + property("report", judgement_.report) +
           "</properties>\n" + cases_ + "</testsuite>\n";
  }

 private:
  [[nodiscard]] std::size_t count(Verdict verdict) const {
    const auto found = stated_.find(verdict);
    return found == stated_.end() ? 0 : found->second;
  }

  /// Servers that show one list of cases know them by class and name alone, and drop what they know
  /// already: the class has the node in it, and no name is given twice.
  void add(const std::string& suite, const std::string& case_name, const std::string& content) {
    const std::string name = plain(case_name, kLongestName);
    const std::size_t n = ++given_[suite + ' ' + name];
    const std::string nth = n == 1 ? "" : " (" + std::to_string(n) + ')';
    cases_ += "<testcase" +
              attribute("classname", plain(judgement_.node, kLongestName) + '.' + suite) +
              attribute("name", name + nth);
    cases_ += content.empty() ? "/>\n" : ">" + content + "</testcase>\n";
    ++tests_;
  }

  void add(const Reason& line) {
    std::string case_name =
        line.test.empty() && line.metric.empty() ? line.id : limit_name(line.test, line.metric);
    if (!line.subject.empty()) case_name += ' ' + line.subject;
    add(suite_of(line.test), case_name, body(line));
    ++stated_[line.verdict];
  }

  void skip(const std::string& limit, const std::string& why) {
    add(suite_of(limit), limit, "<skipped" + attribute("message", why) + "/>");
    ++skipped_;
  }

  /// "memory" of "memory.read"; "node" for what is about no test.
  static std::string suite_of(const std::string& test) {
    const auto dot = test.find('.');
    return dot == std::string::npos || dot == 0 ? "node" : test.substr(0, dot);
  }

  const Judgement& judgement_;
  std::string cases_;
  std::map<Verdict, std::size_t> stated_;
  std::map<std::string, std::size_t> given_;
  std::size_t tests_ = 0, skipped_ = 0;
};

std::string junit(const std::vector<Judgement>& judgements, const RenderOptions& /*options*/) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"assay\">\n";
  for (const Judgement& judgement : judgements) out += Suite(judgement).text();
  return out + "</testsuites>\n";
}

}  // namespace

ASSAY_RENDERER(junit);

}  // namespace assay
