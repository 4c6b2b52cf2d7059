#pragma once
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reports/judge.hpp"

namespace assay::test {

using nlohmann::json;

/// One way in which evidence can be lacking. It breaks a healthy report before it is written or the
/// JSON afterwards; `wanted` is the reason that must be given, or "refused" where the reader must
/// not accept it.
struct Row {
  std::string name;
  std::string wanted;
  std::function<void(Report&)> facts = [](Report&) {};
  std::function<void(json&)> document = [](json&) {};
  std::function<std::string(std::string)> text = [](std::string all) { return all; };
  std::function<void(JudgeOptions&)> options = [](JudgeOptions&) {};
  bool written =
      true;  ///< false: the writer leaves such a number out, so the judge is asked directly
};

/// The number that most rows break: memory.read's bandwidth on gpu 3.
[[nodiscard]] Metric& bandwidth(Report& report);
[[nodiscard]] json& bandwidth(json& document);

/// `text` with the first `old` replaced; throws if there is none.
[[nodiscard]] std::string replaced(std::string text, const std::string& old,
                                   const std::string& fresh);

[[nodiscard]] Row by_facts(std::string name, std::string wanted,
                           std::function<void(Report&)> facts);
/// For numbers that the writer leaves out.
[[nodiscard]] Row in_process(std::string name, std::string wanted,
                             std::function<void(Report&)> facts);
[[nodiscard]] Row by_document(std::string name, std::string wanted,
                              std::function<void(json&)> document);
[[nodiscard]] Row by_text(std::string name, std::string wanted,
                          std::function<std::string(std::string)> text);
[[nodiscard]] Row by_options(std::string name, std::string wanted,
                             std::function<void(JudgeOptions&)> options);

/// Rows in which a number is broken.
[[nodiscard]] std::vector<Row> broken_numbers();
/// Rows in which results, the machine or the run are.
[[nodiscard]] std::vector<Row> broken_reports();

}  // namespace assay::test
