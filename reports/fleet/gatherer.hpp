#pragma once
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "reports/fleet/criteria.hpp"
#include "reports/fleet/input_place.hpp"
#include "reports/fleet/night_rows.hpp"
#include "reports/fleet/node.hpp"
#include "reports/fleet/shape.hpp"
#include "reports/fleet/supply.hpp"
#include "reports/reader.hpp"

namespace assay::fleet {

/// Reads and judges reports one after another, most of them by the shape of one before. One a
/// thread.
class Gatherer {
 public:
  explicit Gatherer(const Criteria& criteria) : criteria_(criteria) {}
  /// All of `piece`; what cannot be read becomes a node that is `unknown`.
  void take(const Piece& piece);

  struct Found {
    InputPlace place;
    FleetNode node;
  };
  /// What was found so far; a row of `rows` is named after its index here.
  std::vector<Found> found;
  NightRows rows;
  std::vector<Result> links;  ///< between nodes, of fabric reports
  std::size_t by_shape = 0;   ///< reports that a shape passed

 private:
  struct Known {
    std::unique_ptr<Shape> shape;
    NightRows::Layout layout;
  };

  void take_document(const Piece& piece);
  void take_lines(const Piece& piece);
  void judge(std::string_view json, const std::string& path, std::size_t line,
             const InputPlace& place);
  bool judge_by_shape(std::string_view json, const std::string& source, const InputPlace& place);
  void judge_slowly(std::string_view json, const std::string& path, std::size_t line,
                    const InputPlace& place);
  void learn(std::string_view json, const ReadReport& read);

  const Criteria& criteria_;
  ReportReader reader_;
  Bytes bytes_;
  std::string buffer_;
  std::list<Known> known_;  ///< last used first
};

}  // namespace assay::fleet
