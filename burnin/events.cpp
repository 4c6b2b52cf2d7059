#include "burnin/events.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/time_stamp.hpp"

namespace assay {
namespace {

/// The log is read, and its lines are dated, apart from NVML.
constexpr double kTogether_s = 10;

bool is_of_the_kernel(const Event& event) { return event.text.find("NVRM: ") != std::string::npos; }

/// One Xid in the words of two sources. NVML may not know the GPU, the kernel always does.
bool are_one(const Event& a, const Event& b) {
  if (a.kind != "xid" || b.kind != "xid" || a.code != b.code) return false;
  if (is_of_the_kernel(a) == is_of_the_kernel(b)) return false;
  const Event& other = is_of_the_kernel(a) ? b : a;
  if (other.subject.kind == "gpu" && label(a.subject) != label(b.subject)) return false;
  const auto at = parse_iso8601(a.at);
  const auto then = parse_iso8601(b.at);
  return at && then && std::abs(*at - *then) <= kTogether_s;
}

}  // namespace

bool add_event(std::vector<Event>& events, Event event) {
  const auto told = std::find_if(events.rbegin(), events.rend(),
                                 [&](const Event& before) { return are_one(before, event); });
  if (told == events.rend()) {
    events.push_back(std::move(event));
    return true;
  }
  if (is_of_the_kernel(event)) *told = std::move(event);
  return false;
}

}  // namespace assay
