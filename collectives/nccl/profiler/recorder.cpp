#include "collectives/nccl/profiler/recorder.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace assay::nccl::profiler {
namespace {

bool is_same_kind(const CallRecord& a, const CallRecord& b) {
  const auto key = [](const CallRecord& call) {
    return std::tie(call.count, call.channels, call.ranks, call.function, call.type, call.algorithm,
                    call.protocol);
  };
  return key(a) == key(b);
}

}  // namespace

CallRecord* Recorder::find(const CallRecord& call) noexcept {
  if (last_ < used_ && is_same_kind(calls_[last_], call)) return &calls_[last_];
  const auto end = calls_.begin() + static_cast<std::ptrdiff_t>(used_);
  const auto found = std::find_if(
      calls_.begin(), end, [&](const CallRecord& known) { return is_same_kind(known, call); });
  if (found == end && used_ == calls_.size()) return nullptr;
  if (found == end) {
    *found = call;
    found->calls = 0;
    ++used_;
  }
  last_ = static_cast<std::size_t>(found - calls_.begin());
  return &*found;
}

void Recorder::count(const CallRecord& call) noexcept {
  const std::scoped_lock lock(mutex_);
  if (CallRecord* kind = find(call))
    ++kind->calls;
  else
    ++traffic_.lost;
}

void Recorder::count_communicator() noexcept {
  const std::scoped_lock lock(mutex_);
  ++traffic_.communicators;
}

void Recorder::count_proxied() noexcept {
  const std::scoped_lock lock(mutex_);
  ++traffic_.proxied;
}

void Recorder::count_ib(int device) noexcept {
  const std::scoped_lock lock(mutex_);
  ++traffic_.ib;
  if (device >= 0 && device < 64) traffic_.ib_devices |= std::uint64_t{1} << device;
}

void Recorder::count_socket() noexcept {
  const std::scoped_lock lock(mutex_);
  ++traffic_.sockets;
}

std::size_t Recorder::take(CallRecord* records, std::size_t room, TrafficRecord& traffic) noexcept {
  const std::scoped_lock lock(mutex_);
  const std::size_t n = std::min(room, used_);
  if (n > 0) std::copy_n(calls_.begin(), n, records);
  for (std::size_t i = n; i < used_; ++i) traffic_.lost += calls_[i].calls;
  traffic = traffic_;
  traffic_ = {.communicators = traffic.communicators};
  used_ = 0;
  return n;
}

RecordedName recorded(const char* text) noexcept {
  RecordedName name{};
  if (text != nullptr) std::memcpy(name.data(), text, strnlen(text, name.size() - 1));
  return name;
}

}  // namespace assay::nccl::profiler
