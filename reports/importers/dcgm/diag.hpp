#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/importers/common/log_text.hpp"
#include "reports/importers/importer.hpp"

namespace assay {

/// What DCGM found of one test on some GPUs.
struct DcgmVerdict {
  std::size_t line = 0;            ///< 0: not known
  std::string status;              ///< "Pass", "Fail", "Warn", "Skip", "Not Run", as printed
  std::vector<std::int64_t> gpus;  ///< empty: of the test as a whole, or of all
  bool of_all = false;             ///< "- All"
  std::vector<std::string> info, warnings;
};

struct DcgmTest {
  std::size_t line = 0;
  std::string name, category;
  std::vector<DcgmVerdict> verdicts;
  std::vector<std::string> info, warnings;  ///< of no verdict in particular
};

/// What `dcgmi diag` printed.
struct DcgmDiag {
  std::string version, driver;
  std::size_t gpus = 0;  ///< that it says it found; 0: it does not say
  std::string command;
  std::vector<DcgmTest> tests;
  std::vector<std::string> errors;  ///< that belong to no test
  std::vector<std::string> unread;
};

[[nodiscard]] bool is_dcgm_table(const LogText& text);
[[nodiscard]] DcgmDiag read_dcgm_table(const LogText& text);
[[nodiscard]] bool is_dcgm_json(const LogText& text);
[[nodiscard]] DcgmDiag read_dcgm_json(const LogText& text);

/// One result `dcgm.<test>` for each GPU that a test names, or for the node. Fail is a defect;
/// Warn, words that are no status, and warnings under anything but Fail are errors, which never
/// pass.
[[nodiscard]] Imported dcgm_findings(const LogText& text, const DcgmDiag& diag);

}  // namespace assay
