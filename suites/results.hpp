#pragma once
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "core/facts.hpp"

namespace assay {

/// Collects what a test finds, one Result a subject.
class Results {
 public:
  /// `device` is the subject of device().
  Results(std::string test, Subject device) : test_(std::move(test)), device_(std::move(device)) {}

  /// The result on the device itself; made at the first call.
  [[nodiscard]] Result& device() { return about(device_); }
  /// The result on `subject`; made at the first call for a subject of that label.
  [[nodiscard]] Result& about(const Subject& subject);
  /// A further result on `subject`, measured under parameters of its own.
  [[nodiscard]] Result& next(const Subject& subject);
  /// The test cannot be carried out here; `reason` says what is missing.
  void skip(const std::string& reason);
  /// As skip(), because this node has no such hardware: not applicable unless a profile expects it.
  void absent(const std::string& reason);
  /// Everything collected, in the order made. Marks results with defects as failed.
  [[nodiscard]] std::vector<Result> take();

 private:
  std::string test_;
  Subject device_;
  std::deque<Result> results_;  ///< references stay valid as it grows
};

}  // namespace assay
