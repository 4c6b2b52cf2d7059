#include "burnin/telemetry_log.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string_view>

namespace assay {
namespace {

constexpr double kFlapping = 100;  ///< periods

/// Subjects that are parts of the host, so that its sensors are theirs. A GPU has sensors of its
/// own.
bool is_of_the_host(const Subject& subject) {
  constexpr std::array<std::string_view, 7> parts{"node", "cpu",  "numa", "memory",
                                                  "pci",  "port", "disk"};
  return std::find(parts.begin(), parts.end(), subject.kind) != parts.end();
}

std::string text(const Subject& subject, const std::string& source, const std::string& name) {
  if (name.empty()) return source;
  return subject.kind == "node" ? source + ": " + name
                                : source + ": " + name + " of " + label(subject);
}

/// The unit stands at the end of a quantity's name, as in power_w; without one it is a ratio or a
/// count.
Unit unit_of(const std::string& name) {
  static const std::map<std::string, Unit> units{
      {"w", Unit::watts},   {"c", Unit::celsius},   {"hz", Unit::hertz},
      {"s", Unit::seconds}, {"j", Unit::joules},    {"rpm", Unit::count},
      {"gen", Unit::count}, {"width", Unit::count}, {"count", Unit::count}};
  if (name.ends_with("_bytes_per_s")) return Unit::bytes_per_second;
  const auto found = units.find(name.substr(name.rfind('_') + 1));
  return found == units.end() ? Unit::ratio : found->second;
}

}  // namespace

void Track::Bucket::add(double value) { merge({value, value, value, 1}); }

void Track::Bucket::merge(const Bucket& other) {
  if (other.n == 0) return;
  min = n == 0 ? other.min : std::min(min, other.min);
  max = n == 0 ? other.max : std::max(max, other.max);
  sum += other.sum;
  n += other.n;
}

void Track::halve() {
  std::vector<Bucket> merged;
  const long first = first_ >> 1;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    const auto to = static_cast<std::size_t>(((first_ + static_cast<long>(i)) >> 1) - first);
    if (to >= merged.size()) merged.resize(to + 1);
    merged[to].merge(buckets_[i]);
  }
  buckets_ = std::move(merged);
  first_ = first;
  period_s_ *= 2;
}

void Track::add(double at_s, double value) {
  if (!std::isfinite(value)) return;  // a reading that is no number is a gap
  recent_.emplace_back(at_s, value);
  if (recent_.size() > kRecent) recent_.pop_front();
  for (;;) {
    const auto bucket = static_cast<long>(std::floor(at_s / period_s_));
    if (buckets_.empty()) first_ = bucket;
    const auto i = static_cast<std::size_t>(std::max(0L, bucket - first_));
    if (i >= kMostBuckets) {
      halve();
      continue;
    }
    if (i >= buckets_.size()) buckets_.resize(i + 1);
    buckets_[i].add(value);
    return;
  }
}

Track::Bucket Track::between(double from_s, double to_s) const {
  Bucket all;
  if (!recent_.empty() && recent_.front().first <= from_s) {
    for (const auto& [at_s, value] : recent_)
      if (at_s >= from_s && at_s <= to_s) all.add(value);
    return all;
  }
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    const double begin = start_s() + static_cast<double>(i) * period_s_;
    if (begin + period_s_ > from_s && begin <= to_s) all.merge(buckets_[i]);
  }
  return all;
}

void TelemetryLog::open_gap(const Key& key, Entry& entry, double at_s, const std::string& reason) {
  if (!entry.gaps.empty()) {
    auto& last = entry.gaps.back();
    if (!last.second) return;
    // A source that comes and goes is one gap, told once: neither list may grow with every reading.
    if (at_s - *last.second < kFlapping * entry.track.period_s()) {
      last.second.reset();
      return;
    }
  }
  entry.gaps.emplace_back(at_s, std::nullopt);
  losses_.emplace_back(text(entry.subject, entry.source, key.name), reason);
}

void TelemetryLog::add(const std::string& source, double at_s, const std::vector<Sensor>& sensors,
                       double period_s) {
  const double track_period_s = std::max(period_s, period_s_);
  std::set<Key> answered;
  for (const Sensor& sensor : sensors) {
    const Key key{label(sensor.subject), sensor.name};
    auto [it, fresh] =
        entries_.try_emplace(key, Entry{sensor.subject, source, Track(track_period_s), {}});
    Entry& entry = it->second;
    entry.track.add(at_s, sensor.value);
    if (!entry.gaps.empty() && !entry.gaps.back().second) entry.gaps.back().second = at_s;
    answered.insert(key);
  }
  for (auto& [key, entry] : entries_) {
    if (entry.source != source || answered.contains(key)) continue;
    if (!key.name.empty())
      open_gap(key, entry, at_s, "the sensor stopped answering");
    else if (!entry.gaps.back().second)
      entry.gaps.back().second = at_s;
  }
}

void TelemetryLog::lose(const std::string& source, double at_s, const std::string& reason) {
  bool known = false;
  for (auto& [key, entry] : entries_) {
    if (entry.source != source) continue;
    known = true;
    open_gap(key, entry, at_s, reason);
  }
  if (known) return;
  // It fell silent before its first reading: the source itself stands for what it would have read.
  const auto all = entries_.try_emplace(Key{source, ""}, Entry{{}, source, Track(period_s_), {}});
  open_gap(all.first->first, all.first->second, at_s, reason);
}

Telemetry TelemetryLog::summary(const Subject& subject, double from_s, double to_s) const {
  Telemetry telemetry;
  const std::string wanted = label(subject);
  for (const auto& [key, entry] : entries_) {
    const bool of_node = entry.subject.kind == "node";
    if (!of_node && key.subject != wanted) continue;
    const Track::Bucket seen = entry.track.between(from_s, to_s);
    if (seen.n > 0)
      // Beside a GPU's own temperature stands the host's, under a name of its own.
      telemetry.quantities[of_node && !is_of_the_host(subject) ? "host_" + key.name : key.name] = {
          {"mean", seen.sum / static_cast<double>(seen.n)}, {"min", seen.min}, {"max", seen.max}};
    const bool lost = std::any_of(entry.gaps.begin(), entry.gaps.end(), [&](const auto& gap) {
      return gap.first <= to_s && (!gap.second || *gap.second >= from_s);
    });
    if (lost) telemetry.lost.push_back(text(entry.subject, entry.source, key.name));
  }
  return telemetry;
}

std::vector<Series> TelemetryLog::series(double start_s) const {
  std::vector<Series> all;
  for (const auto& [key, entry] : entries_) {
    if (entry.track.buckets().empty()) continue;
    Series series{entry.subject,          key.name,
                  unit_of(key.name),      entry.track.start_s() - start_s,
                  entry.track.period_s(), {}};
    for (const Track::Bucket& bucket : entry.track.buckets()) {
      auto& point = series.values.emplace_back();
      if (bucket.n > 0)
        point = {bucket.min, bucket.sum / static_cast<double>(bucket.n), bucket.max};
    }
    all.push_back(std::move(series));
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> TelemetryLog::take_losses() {
  return std::exchange(losses_, {});
}

}  // namespace assay
