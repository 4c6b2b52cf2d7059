#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "reports/report.hpp"

namespace assay {

/// All results of one test on one subject. Pointers lead into the report.
struct Group {
  std::string test;
  std::string subject;                 ///< label(Subject)
  std::vector<const Result*> last;     ///< of the last attempt; several where parameters differ
  std::vector<const Result*> earlier;  ///< of the attempts before, oldest first
  bool duplicated = false;             ///< two results of one attempt have the same parameters
  [[nodiscard]] const Subject& about() const { return last.front()->subject; }
  /// No result of the last attempt was carried out.
  [[nodiscard]] bool skipped() const;
  /// As skipped(), everywhere because there is no such hardware.
  [[nodiscard]] bool absent() const;
};

/// Finds the results of a report. The order of results in the report does not matter.
class Index {
 public:
  /// `report` outlives this.
  explicit Index(const Report& report);
  /// All groups, by test and subject.
  [[nodiscard]] const std::vector<Group>& groups() const noexcept { return groups_; }
  /// Groups of the tests that `pattern` matches, in the same order.
  [[nodiscard]] std::vector<const Group*> of_test(const std::string& pattern) const;

 private:
  std::vector<Group> groups_;
  std::unordered_map<std::string, std::vector<const Group*>> by_test_;
};

}  // namespace assay
