#include "tests/reports/judge/fail_closed_row.hpp"

#include <stdexcept>
#include <utility>

#include "tests/reports/judge/sample.hpp"

namespace assay::test {

Metric& bandwidth(Report& report) {
  return result_of(report, "memory.read", "gpu 3").metrics.front();
}
json& bandwidth(json& document) { return document["results"][3]["metrics"][0]; }

std::string replaced(std::string text, const std::string& old, const std::string& fresh) {
  const std::size_t at = text.find(old);
  if (at == std::string::npos) throw std::out_of_range(old + " is not in the report");
  return text.replace(at, old.size(), fresh);
}

Row by_facts(std::string name, std::string wanted, std::function<void(Report&)> facts) {
  Row row{std::move(name), std::move(wanted)};
  row.facts = std::move(facts);
  return row;
}

Row in_process(std::string name, std::string wanted, std::function<void(Report&)> facts) {
  Row row = by_facts(std::move(name), std::move(wanted), std::move(facts));
  row.written = false;
  return row;
}

Row by_document(std::string name, std::string wanted, std::function<void(json&)> document) {
  Row row{std::move(name), std::move(wanted)};
  row.document = std::move(document);
  return row;
}

Row by_text(std::string name, std::string wanted, std::function<std::string(std::string)> text) {
  Row row{std::move(name), std::move(wanted)};
  row.text = std::move(text);
  return row;
}

Row by_options(std::string name, std::string wanted, std::function<void(JudgeOptions&)> options) {
  Row row{std::move(name), std::move(wanted)};
  row.options = std::move(options);
  return row;
}

}  // namespace assay::test
