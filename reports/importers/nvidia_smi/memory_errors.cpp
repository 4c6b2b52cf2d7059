#include <set>

#include "core/text.hpp"
#include "reports/importers/machine/findings.hpp"
#include "reports/importers/nvidia_smi/readings.hpp"

namespace assay {
namespace {

using Names = std::initializer_list<std::string_view>;

using Parts = std::vector<std::string>;
/// The parts by which different versions count the same.
using Ways = std::vector<Parts>;

/// The counts `top` + each of `parts`, added up; those that are not supported count nothing.
/// Nothing if none has a number; nothing, and named, if one is empty.
std::optional<double> sum(const SmiReader& smi, const std::string& top, const Parts& parts) {
  std::optional<double> total;
  for (const std::string& part : parts) {
    const std::string way = top + part;
    const SmiCell* cell = smi.find({way});
    if (cell == nullptr) continue;
    if (cell->text.empty()) {
      smi.unread(*cell, "a count without a number");
      return std::nullopt;
    }
    if (const auto count = smi.number({way}, "")) total = total.value_or(0) + *count;
  }
  return total;
}

/// Adds up the cells below `top`, if they are those of one way and of no other: a sum with a part
/// missing looks like fewer errors.
std::optional<double> count_by(const SmiReader& smi, const std::string& top, const Ways& ways) {
  std::set<std::string> present;
  for (const Parts& way : ways)
    for (const std::string& part : way)
      if (smi.find({top + part}) != nullptr) present.insert(part);
  if (present.empty()) return std::nullopt;
  for (const Parts& way : ways)
    if (std::set<std::string>(way.begin(), way.end()) == present) return sum(smi, top, way);
  smi.unread(*smi.find({top + *present.begin()}), "counts that make no whole sum");
  return std::nullopt;
}

std::optional<double> uncorrected(const SmiReader& smi, const std::string& text_top,
                                  const std::string& xml_top, std::string_view csv) {
  static const Ways kText{
      {"SRAM Uncorrectable Parity", "SRAM Uncorrectable SEC-DED", "DRAM Uncorrectable"},
      {"SRAM Uncorrectable", "DRAM Uncorrectable"},
      {"Double Bit/Total"}};
  static const Ways kXml{
      {"sram_uncorrectable_parity", "sram_uncorrectable_secded", "dram_uncorrectable"},
      {"sram_uncorrectable", "dram_uncorrectable"},
      {"double_bit/total"}};
  if (smi.find({csv}) != nullptr) return smi.number({csv}, "");
  const auto count = count_by(smi, text_top, kText);
  return count ? count : count_by(smi, xml_top, kXml);
}

std::optional<double> corrected(const SmiReader& smi, const std::string& text_top,
                                const std::string& xml_top, std::string_view csv) {
  static const Ways kText{{"SRAM Correctable", "DRAM Correctable"}, {"Single Bit/Total"}};
  static const Ways kXml{{"sram_correctable", "dram_correctable"}, {"single_bit/total"}};
  if (smi.find({csv}) != nullptr) return smi.number({csv}, "");
  const auto count = count_by(smi, text_top, kText);
  return count ? count : count_by(smi, xml_top, kXml);
}

void add_count(Result& result, std::string_view name, std::optional<double> count) {
  if (count) add_reading(result, name, Unit::count, Better::lower, count);
}

/// "Yes" is 1, "No" 0.
void add_yes_no(const SmiReader& smi, Result& result, std::string_view metric, Names names) {
  const std::string word = smi.word(names);
  if (word.empty()) return;
  if (word == "Yes" || word == "No")
    add_count(result, metric, word == "Yes" ? 1.0 : 0.0);
  else
    smi.unread(*smi.find(names), "\"" + word + "\" is neither Yes nor No");
}

void add_ecc(const SmiReader& smi, Result& result) {
  add_count(result, "ecc_volatile_corrected",
            corrected(smi, "ECC Errors/Volatile/", "ecc_errors/volatile/",
                      "ecc.errors.corrected.volatile.total"));
  add_count(result, "ecc_volatile_uncorrected",
            uncorrected(smi, "ECC Errors/Volatile/", "ecc_errors/volatile/",
                        "ecc.errors.uncorrected.volatile.total"));
  add_count(result, "ecc_aggregate_uncorrected",
            uncorrected(smi, "ECC Errors/Aggregate/", "ecc_errors/aggregate/",
                        "ecc.errors.uncorrected.aggregate.total"));
  // The table shows the volatile uncorrected count, or a word in its place.
  if (const SmiCell* cell = smi.find({"ecc"}); cell != nullptr && whole_number(cell->text))
    add_count(result, "ecc_volatile_uncorrected", static_cast<double>(*whole_number(cell->text)));
  add_yes_no(smi, result, "sram_threshold_exceeded",
             {"ECC Errors/Aggregate/SRAM Threshold Exceeded",
              "ecc_errors/aggregate/sram_threshold_exceeded",
              "ecc.errors.uncorrected.aggregate.sram.thresholdExceeded"});
}

void add_remapping(const SmiReader& smi, Result& result) {
  const auto before = smi.number({"Remapped Rows/Correctable Error",
                                  "remapped_rows/remapped_row_corr", "remapped_rows.correctable"},
                                 "");
  const auto lost = smi.number({"Remapped Rows/Uncorrectable Error",
                                "remapped_rows/remapped_row_unc", "remapped_rows.uncorrectable"},
                               "");
  if (before && lost) add_count(result, "remapped_rows", *before + *lost);
  add_yes_no(
      smi, result, "remap_pending",
      {"Remapped Rows/Pending", "remapped_rows/remapped_row_pending", "remapped_rows.pending"});
  add_yes_no(smi, result, "remap_failed",
             {"Remapped Rows/Remapping Failure Occurred", "remapped_rows/remapped_row_failure",
              "remapped_rows.failure"});
  add_yes_no(smi, result, "retirement_pending",
             {"Retired Pages/Pending Page Blacklist", "retired_pages/pending_blacklist",
              "retired_pages/pending_retirement", "retired_pages.pending"});
  const auto single = smi.number(
      {"Retired Pages/Single Bit ECC", "retired_pages/multiple_single_bit_retirement/retired_count",
       "retired_pages.single_bit_ecc.count", "retired_pages.sbe"},
      "");
  const auto twice = smi.number(
      {"Retired Pages/Double Bit ECC", "retired_pages/double_bit_retirement/retired_count",
       "retired_pages.double_bit.count", "retired_pages.dbe"},
      "");
  if (single && twice) add_count(result, "retired_pages", *single + *twice);
  add_count(result, "retired_pages", smi.number({"retired pages"}, ""));
}

}  // namespace

void add_smi_memory_errors(const SmiReader& smi, Result& result) {
  add_ecc(smi, result);
  add_remapping(smi, result);
}

}  // namespace assay
