#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace assay::fakes {

/// A libnvidia-ml.so.1 of its own for one test, with a scenario that the test can change while the
/// library is in use. See scenario.hpp for the language, scenarios/ for those that are kept.
class FakeNvml {
 public:
  enum class Driver { current, older };
  /// Puts the library into `folder`, or into one that goes when the object goes.
  explicit FakeNvml(Driver driver = Driver::current, const std::filesystem::path& folder = {});
  FakeNvml(const FakeNvml&) = delete;
  FakeNvml& operator=(const FakeNvml&) = delete;
  ~FakeNvml();

  /// Its path, for the loader.
  [[nodiscard]] std::string library() const;
  /// From now on the machine follows these lines.
  void tell(const std::string& lines);
  /// From now on it follows scenarios/<name>.scenario.
  void play(const std::string& name);
  /// It is `seconds` after the start, and stays so until told otherwise.
  void at(double seconds);

  [[nodiscard]] static std::filesystem::path scenario_folder();

 private:
  void write() const;
  std::filesystem::path folder_;
  bool own_folder_;
  std::string lines_;
  std::optional<double> at_s_;
};

}  // namespace assay::fakes
