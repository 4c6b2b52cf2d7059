#pragma once
#include <istream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace assay::fakes {

/// What happens to a fake machine, as a file tells it. A line is "time who key value": seconds, a
/// GPU's number, `*` (every GPU that has no lines of its own for the key) or `node`; from that time
/// on the key has that value. Temperatures, power and clocks move in straight lines from one point
/// to the next, everything else in steps. `#` begins a comment. Keys are those of healthy().
class Scenario {
 public:
  Scenario() = default;
  /// Throws std::runtime_error naming the line for an unknown key or a malformed line.
  explicit Scenario(std::istream& lines);

  [[nodiscard]] std::string text(int gpu, const std::string& key, double at_s) const;
  [[nodiscard]] double number(int gpu, const std::string& key, double at_s) const;
  /// The time integral of a number from 0 to `to_s`.
  [[nodiscard]] double integral(int gpu, const std::string& key, double to_s) const;

  static constexpr int kNode = -1;
  /// Every key, with its value on a machine that is well.
  [[nodiscard]] static const std::map<std::string, std::string>& healthy();
  /// What happened by `at_s`, as (time, value), of a key that stands for events.
  [[nodiscard]] std::vector<std::pair<double, double>> happened(int gpu, const std::string& key,
                                                                double at_s) const;

 private:
  using Points = std::vector<std::pair<double, std::string>>;
  void add(const std::string& line);
  [[nodiscard]] const Points* points(int gpu, const std::string& key) const;
  std::map<std::pair<int, std::string>, Points> points_;
};

}  // namespace assay::fakes
