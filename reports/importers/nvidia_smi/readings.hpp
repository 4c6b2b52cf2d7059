#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.hpp"
#include "reports/importers/nvidia_smi/smi_log.hpp"

namespace assay {

/// The cells of one GPU, by the names that they have in the different forms.
class SmiReader {
 public:
  /// What cannot be read goes into `unread`. All three outlive this.
  SmiReader(const SmiGpu& gpu, const std::string& file, std::vector<std::string>& unread)
      : gpu_(gpu), file_(file), unread_(unread) {}

  /// The first of these cells that is there; nullptr if none is.
  [[nodiscard]] const SmiCell* find(std::initializer_list<std::string_view> names) const;
  /// Its text; "" where it is not there, not supported, or the GPU did not answer.
  [[nodiscard]] std::string word(std::initializer_list<std::string_view> names) const;
  /// A number with this unit or none; nothing as for word(), and for anything else, which is named.
  [[nodiscard]] std::optional<double> number(std::initializer_list<std::string_view> names,
                                             std::string_view unit) const;
  [[nodiscard]] const SmiGpu& gpu() const noexcept { return gpu_; }
  void unread(const SmiCell& cell, const std::string& why) const;

 private:
  const SmiGpu& gpu_;
  const std::string& file_;
  std::vector<std::string>& unread_;
};

/// Those metrics of `system.gpu` that count errors of memories and what was done about them.
void add_smi_memory_errors(const SmiReader& smi, Result& result);

/// All metrics and facts of `system.gpu`.
void add_smi_readings(const SmiReader& smi, Result& result);

}  // namespace assay
