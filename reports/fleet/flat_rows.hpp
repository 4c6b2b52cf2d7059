#pragma once
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reports/fleet/input_place.hpp"
#include "reports/fleet/node.hpp"
#include "reports/fleet/numbering.hpp"
#include "reports/fleet/supply.hpp"

namespace assay::fleet {

/// Stands for a value that is there and is no finite number.
inline constexpr double kNoNumber = std::numeric_limits<double>::infinity();

/// Is `line` one node's results as SuperBench writes them: an object that names a `node` and is no
/// report? False for what is not JSON.
[[nodiscard]] bool is_flat_result(std::string_view line);

/// Reads lines `{"node": name, "benchmark/metric:rank": number, ...}`. One a thread.
///
/// A value that is null is absent. A name twice in one line, a value of another type, NaN and
/// Infinity (which JSON does not have, and Python writes) are kNoNumber. A line that is no such
/// object is a node that cannot be read.
class FlatRows {
 public:
  FlatRows();
  FlatRows(const FlatRows&) = delete;
  FlatRows& operator=(const FlatRows&) = delete;
  ~FlatRows();

  void take(Piece piece);

  struct Row {
    InputPlace place;
    std::string node, source;
    std::uint32_t list = 0;  ///< of metrics, in the order of the values
    std::size_t first = 0;   ///< of its values
  };
  struct Broken {
    InputPlace place;
    FleetNode node;
  };

  std::vector<std::string> metrics;               ///< by their numbers
  std::vector<std::vector<std::uint32_t>> lists;  ///< numbers of metrics
  std::vector<Row> rows;
  std::vector<double> values;
  std::vector<Broken> broken;

 private:
  class Parser;

  void read_line(std::string_view line, const std::string& path, std::size_t number,
                 const InputPlace& place);

  Numbering numbers_;
  std::unique_ptr<Parser> parser_;
};

}  // namespace assay::fleet
