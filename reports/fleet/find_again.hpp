#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "reports/fleet/retest_list.hpp"
#include "reports/peers/night.hpp"

namespace assay::fleet {

/// A slot of a node of a night.
struct Seat {
  std::uint32_t node, slot;
};

/// Finds in a night what stood on a list of re-tests.
class FindAgain {
 public:
  /// `night` outlives this.
  explicit FindAgain(const Night& night);

  [[nodiscard]] std::optional<std::uint32_t> node(const std::string& hostname) const;
  /// Where the hardware of `retest` is now: in its slot, unless that has other hardware; else
  /// wherever that hardware is.
  [[nodiscard]] std::optional<Seat> seat(const Retest& retest) const;
  /// Why there is no seat, or no node: "no report of it that can be compared was sent".
  [[nodiscard]] std::string why_not(const Retest& retest) const;
  /// The column of `value` in that seat, if it has a finite value.
  [[nodiscard]] std::optional<std::uint32_t> column(const std::string& test,
                                                    const RetestValue& value, Seat seat) const;
  /// Is there any value of `test` on `subject` (a slot's label; "node" and "": on any)?
  [[nodiscard]] bool measured(std::uint32_t node, const std::string& test,
                              const std::string& subject) const;

 private:
  using ColumnName = std::tuple<std::string_view, std::string_view, std::string_view,
                                std::string_view, std::string_view, std::uint32_t>;
  [[nodiscard]] std::optional<Seat> elsewhere(const std::string& hardware) const;

  const Night& night_;
  std::unordered_map<std::string_view, std::uint32_t> nodes_, slots_;
  std::map<ColumnName, std::uint32_t> columns_;
};

}  // namespace assay::fleet
