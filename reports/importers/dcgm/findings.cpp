#include <algorithm>
#include <cctype>
#include <numeric>
#include <set>

#include "core/text.hpp"
#include "reports/importers/common/figures.hpp"
#include "reports/importers/dcgm/diag.hpp"
#include "reports/importers/machine/findings.hpp"

namespace assay {
namespace {

/// "Page Retirement/Row Remap" -> "page_retirement_row_remap"
std::string id_of(std::string_view name) {
  std::string id;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      id += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else if (!id.empty() && id.back() != '_')
      id += '_';
  }
  while (id.ends_with('_')) id.pop_back();
  return id;
}

/// Is a note about this GPU, or about none in particular? Most begin with "GPU 3 ".
bool speaks_of(const std::string& note, std::optional<std::int64_t> gpu) {
  if (!gpu || !note.starts_with("GPU ")) return true;
  const auto words = words_of(note);
  const auto told = words.size() > 1 ? whole_number(words[1]) : std::nullopt;
  return !told || *told == *gpu;
}

/// The number between `before` and `after` in what is said of this GPU.
std::optional<double> figure(const std::string& note, const std::string& before,
                             std::string_view after) {
  const auto at = note.find(before);
  if (at == std::string::npos) return std::nullopt;
  const auto words = words_of(std::string_view(note).substr(at + before.size()));
  if (words.size() < 2 || !words[1].starts_with(after)) return std::nullopt;
  return decimal(words[0]);
}

/// Rates that the PCIe and diagnostic plugins tell in passing.
void add_figures(Result& result, const std::vector<std::string>& notes, std::int64_t gpu) {
  const std::string who = "GPU " + std::to_string(gpu) + " ";
  const auto add = [&](std::string_view metric, const std::string& before, std::string_view after,
                       Unit unit) {
    for (const std::string& note : notes)
      if (const auto rate = figure(note, who + before, after)) {
        add_reading(result, metric, unit, Better::higher, *rate * 1e9);
        return;
      }
  };
  add("device_to_host_bandwidth", "GPU to Host bandwidth:", "GB/s", Unit::bytes_per_second);
  add("host_to_device_bandwidth", "Host to GPU bandwidth:", "GB/s", Unit::bytes_per_second);
  add("bidirectional_bandwidth", "bidirectional bandwidth:", "GB/s", Unit::bytes_per_second);
  add("arithmetic", "calculated at approximately", "gigaflops", Unit::flops);
}

std::string small(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

class Findings {
 public:
  Findings(const LogText& text, const DcgmDiag& diag) : file_(text.file), diag_(diag) {
    imported_.unread = text.unread;
    imported_.unread.insert(imported_.unread.end(), diag.unread.begin(), diag.unread.end());
  }

  Imported imported() {
    imported_.tool_version = diag_.version;
    imported_.command = diag_.command;
    if (!diag_.driver.empty()) imported_.node.software["driver"] = diag_.driver;
    for (const std::string& error : diag_.errors)
      imported_.defects.push_back({.what = "dcgmi diag: " + error});
    if (diag_.tests.empty()) unread(0, "holds no test");
    for (const DcgmTest& test : diag_.tests) add(test);
    return std::move(imported_);
  }

 private:
  void unread(std::size_t line, const std::string& why) {
    imported_.unread.push_back(at_line(file_, line, why));
  }

  void add(const DcgmTest& test) {
    check_whole(test);
    for (const DcgmVerdict& verdict : test.verdicts) {
      const std::vector<std::int64_t> gpus = gpus_of(verdict);
      if (gpus.empty()) add(test, verdict, std::nullopt);
      for (const std::int64_t gpu : gpus) add(test, verdict, gpu);
    }
  }

  void add(const DcgmTest& test, const DcgmVerdict& verdict, std::optional<std::int64_t> gpu) {
    Result result;
    result.test = "dcgm." + id_of(test.name);
    if (gpu) result.subject = {.kind = "gpu", .index = gpu};
    add_fact(result, "category", test.category);
    add_fact(result, "status", verdict.status);
    const auto warnings = notes_on(gpu, verdict.warnings, test.warnings);
    const auto info = notes_on(gpu, verdict.info, test.info);
    add_fact(result, "info", joined(info, "\n"));
    add_fact(result, "warnings", joined(warnings, "\n"));
    if (gpu) add_figures(result, info, *gpu);
    conclude(result, test, verdict, warnings);
    check_once(result, verdict.line);
    imported_.results.push_back(std::move(result));
  }

  [[nodiscard]] std::vector<std::int64_t> gpus_of(const DcgmVerdict& verdict) const {
    std::vector<std::int64_t> gpus = verdict.gpus;
    if (!verdict.of_all) return gpus;
    gpus.resize(diag_.gpus);
    std::iota(gpus.begin(), gpus.end(), 0);
    return gpus;
  }

  /// A test that tells of GPUs must tell of all of them, and a warning must belong to a verdict.
  void check_whole(const DcgmTest& test) {
    std::set<std::int64_t> told;
    for (const DcgmVerdict& verdict : test.verdicts)
      for (const std::int64_t gpu : gpus_of(verdict)) told.insert(gpu);
    if (!told.empty() && diag_.gpus > told.size())
      unread(test.line, test.name + " tells of " + std::to_string(told.size()) + " of " +
                            std::to_string(diag_.gpus) + " GPUs");
    for (const std::string& warning : test.warnings)
      if (std::none_of(test.verdicts.begin(), test.verdicts.end(),
                       [&](const DcgmVerdict& verdict) { return explains(verdict, warning); }))
        imported_.defects.push_back(
            {.what = test.name + " warns, and no result says so: " + warning});
  }

  [[nodiscard]] bool explains(const DcgmVerdict& verdict, const std::string& warning) const {
    const std::string status = small(verdict.status);
    if (status != "fail" && status != "warn") return false;
    const auto gpus = gpus_of(verdict);
    return gpus.empty() || std::any_of(gpus.begin(), gpus.end(),
                                       [&](std::int64_t gpu) { return speaks_of(warning, gpu); });
  }

  static std::vector<std::string> notes_on(std::optional<std::int64_t> gpu,
                                           const std::vector<std::string>& own,
                                           const std::vector<std::string>& shared) {
    std::vector<std::string> notes = own;
    std::copy_if(shared.begin(), shared.end(), std::back_inserter(notes),
                 [&](const std::string& note) { return speaks_of(note, gpu); });
    return notes;
  }

  void conclude(Result& result, const DcgmTest& test, const DcgmVerdict& verdict,
                const std::vector<std::string>& warnings) {
    const std::string status = small(verdict.status);
    if (status == "fail") {
      for (const std::string& warning : warnings) add_defect(result, {.what = warning});
      if (warnings.empty()) add_defect(result, {.what = "dcgmi diag: " + test.name + " failed"});
    } else if (status == "skip" || status == "not run") {
      result.outcome = Outcome::skipped;
      result.reason = "dcgmi diag left it out";
    } else if (status == "warn") {
      set_error(result, warnings.empty() ? "dcgmi diag warns" : joined(warnings, "; "));
    } else if (status != "pass") {
      set_error(result, "dcgmi diag says \"" + verdict.status + "\"");
      unread(verdict.line, "\"" + verdict.status + "\" is no result of " + test.name);
    }
    if ((status == "pass" || status == "skip") && !warnings.empty())
      set_error(result,
                "warnings under a test that is said to " + status + ": " + joined(warnings, "; "));
  }

  void check_once(const Result& result, std::size_t line) {
    const std::string what = result.test + " on " + label(result.subject);
    if (!seen_.insert(what).second) unread(line, what + " again");
  }

  const std::string& file_;
  const DcgmDiag& diag_;
  Imported imported_;
  std::set<std::string> seen_;
};

}  // namespace

Imported dcgm_findings(const LogText& text, const DcgmDiag& diag) {
  return Findings(text, diag).imported();
}

}  // namespace assay
