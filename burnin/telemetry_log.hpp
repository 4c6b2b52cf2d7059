#pragma once
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "burnin/telemetry.hpp"

namespace assay {

/// Readings of one quantity of one subject over time, in bounded memory.
class Track {
 public:
  /// Buckets last `period_s` at first.
  explicit Track(double period_s) : period_s_(period_s) {}
  /// `at_s` never goes back.
  void add(double at_s, double value);
  /// One bucket: what was read in it. `n` = 0 is a gap.
  struct Bucket {
    double min = 0, sum = 0, max = 0;
    std::size_t n = 0;
    void add(double value);
    void merge(const Bucket& other);
  };
  /// Everything read in [from_s, to_s]. Exact for the latest `kRecent` readings, by whole buckets
  /// before.
  [[nodiscard]] Bucket between(double from_s, double to_s) const;
  [[nodiscard]] double period_s() const noexcept { return period_s_; }
  [[nodiscard]] double start_s() const noexcept { return static_cast<double>(first_) * period_s_; }
  [[nodiscard]] const std::vector<Bucket>& buckets() const noexcept { return buckets_; }

  static constexpr std::size_t kMostBuckets = 4096, kRecent = 4096;

 private:
  void halve();
  double period_s_;
  long first_ = 0;  ///< number of the first bucket, counted from time 0
  std::vector<Bucket> buckets_;
  std::deque<std::pair<double, double>> recent_;  ///< time, value
};

/// What telemetry sources said over a run, and when they stopped. Not safe to share between
/// threads.
class TelemetryLog {
 public:
  explicit TelemetryLog(double period_s) : period_s_(period_s) {}

  /// Takes an answer of `source`, which is asked every `period_s` (0 = the log's own period). A
  /// sensor that was in an earlier answer and is not in this one is lost.
  void add(const std::string& source, double at_s, const std::vector<Sensor>& sensors,
           double period_s = 0);
  /// `source` did not answer: everything it gave so far is lost from now until it answers again.
  void lose(const std::string& source, double at_s, const std::string& reason);

  /// Statistics (mean, min, max) of `subject`'s quantities between two times, beside them the
  /// node's as "host_power_w" where the subject has sensors of its own, and what was lost in that
  /// time ("host: temperature_c").
  [[nodiscard]] Telemetry summary(const Subject& subject, double from_s, double to_s) const;
  /// Every track; times count from `start_s`.
  [[nodiscard]] std::vector<Series> series(double start_s) const;
  /// Losses not yet reported, as (what, why).
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> take_losses();

 private:
  struct Key {
    std::string subject, name;
    friend bool operator<(const Key& a, const Key& b) {
      return std::tie(a.subject, a.name) < std::tie(b.subject, b.name);
    }
  };
  struct Entry {
    Subject subject;
    std::string source;
    Track track;
    std::vector<std::pair<double, std::optional<double>>> gaps;  ///< lost from, until
  };
  void open_gap(const Key& key, Entry& entry, double at_s, const std::string& reason);
  double period_s_;
  std::map<Key, Entry> entries_;
  std::vector<std::pair<std::string, std::string>> losses_;
};

}  // namespace assay
