#pragma once
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "reports/baseline/baseline.hpp"
#include "reports/baseline/topic.hpp"
#include "reports/reader.hpp"

namespace assay {

struct LearnOptions {
  std::string name;
  std::string made;              ///< UTC, ISO 8601
  Tool tool;                     ///< the program that learns
  std::size_t fewest_nodes = 5;  ///< of a kind; at least 2
};

/// Learns limits from the reports that it is shown. Keeps the figures of all of them, not the
/// reports.
class BaselineLearner {
 public:
  explicit BaselineLearner(LearnOptions options) : options_(std::move(options)) {}

  /// Leaves a report out, and says so in the baseline, that is not of a whole and honest run on one
  /// known machine without a wrong answer, or that it has seen before.
  void take(const ReadReport& read);

  /// What was learned. Throws InputError if no kind of machine has as many nodes as the options
  /// demand: a few nodes do not show how far good ones differ.
  [[nodiscard]] Baseline learned() const;

 private:
  struct Kind {
    std::vector<LearnedFrom> reports;
    std::set<std::string> nodes;
    std::map<std::string, std::set<std::string>> software;
    std::map<Topic, TopicValues> topics;
    std::set<std::string> unsound;  ///< figures that are none, and why
  };

  void take_result(const Result& result, const std::string& node, Kind& kind);
  [[nodiscard]] BaselineKind learned(const MachineKind& machine, const Kind& kind) const;

  LearnOptions options_;
  std::map<MachineKind, Kind> kinds_;
  std::set<std::pair<std::string, std::string>> seen_;  ///< run id and node
  std::vector<std::string> left_out_;
};

}  // namespace assay
