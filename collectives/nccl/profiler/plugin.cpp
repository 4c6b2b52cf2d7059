// The plugin that NCCL loads where NCCL_PROFILER_PLUGIN names it.
#include "collectives/nccl/profiler/abi.hpp"
#include "collectives/nccl/profiler/recorder.hpp"

namespace assay::nccl::profiler {
namespace {

/// One for all communicators of the process, as NCCL loads the plugin once for all of them.
Recorder& recorder() {
  static Recorder one;
  return one;
}

/// How many ranks a communicator has is all that its events do not say. It stands in the context
/// itself, which so needs no memory.
void* context_of(int ranks) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): it is never followed
  return reinterpret_cast<void*>(static_cast<std::uintptr_t>(ranks));
}
std::int32_t ranks_in(void* context) {
  return static_cast<std::int32_t>(reinterpret_cast<std::uintptr_t>(context));
}

int begin(void** context, int* mask, int ranks) noexcept {
  if (context != nullptr) *context = context_of(ranks);
  if (mask != nullptr)
    *mask = static_cast<int>(kCollective | kMessage | kProxyOperation | kNetwork);
  recorder().count_communicator();
  return kSuccess;
}

int init_v4(void** context, int* mask, const char* /*name*/, std::uint64_t /*communicator*/,
            int /*nodes*/, int ranks, int /*rank*/, Logger /*logger*/) {
  return begin(context, mask, ranks);
}

int init_v5(void** context, std::uint64_t /*communicator*/, int* mask, const char* /*name*/,
            int /*nodes*/, int ranks, int /*rank*/, Logger /*logger*/) {
  return begin(context, mask, ranks);
}

void count(void* context, const CollectiveEvent& event) noexcept {
  recorder().count({.function = recorded(event.function),
                    .type = recorded(event.type),
                    .algorithm = recorded(event.algorithm),
                    .protocol = recorded(event.protocol),
                    .count = event.count,
                    .ranks = ranks_in(context),
                    .channels = event.channels});
}

/// Of any size: they can all differ, and nothing was chosen by it.
void count(void* context, const MessageEvent& event) noexcept {
  recorder().count({.function = recorded(event.function),
                    .type = recorded(event.type),
                    .ranks = ranks_in(context),
                    .channels = event.channels});
}

void count(const NetworkEvent& event) noexcept {
  constexpr std::int64_t version_one = 1;
  if (event.network == (kIb | version_one) && event.request != nullptr)
    recorder().count_ib(static_cast<const IbRequest*>(event.request)->device);
  else if ((event.network & kIb) != 0)
    recorder().count_ib(-1);
  else if ((event.network & kSockets) != 0)
    recorder().count_socket();
}

/// Nothing is wanted of how events go on, so NCCL is given no handle and does not call again.
template <class AnyEvent>
int start(void* context, void** handle, AnyEvent* event) {
  if (handle != nullptr) *handle = nullptr;
  if (event == nullptr) return kSuccess;
  if (event->kind == kCollective) count(context, event->collective);
  if (event->kind == kMessage) count(context, event->message);
  if (event->kind == kProxyOperation) recorder().count_proxied();
  if (event->kind == kNetwork) count(event->network);
  return kSuccess;
}

int stop(void* /*handle*/) { return kSuccess; }
int record(void* /*handle*/, int /*state*/, void* /*arguments*/) { return kSuccess; }
int finalize(void* /*context*/) { return kSuccess; }

}  // namespace
}  // namespace assay::nccl::profiler

#define ASSAY_EXPORTED __attribute__((visibility("default")))

extern "C" {

ASSAY_EXPORTED extern const assay::nccl::profiler::PluginV4 ncclProfiler_v4;
ASSAY_EXPORTED extern const assay::nccl::profiler::PluginV5 ncclProfiler_v5;

// NOLINTBEGIN(readability-identifier-naming): NCCL's names
const assay::nccl::profiler::PluginV4 ncclProfiler_v4{
    "assay",
    assay::nccl::profiler::init_v4,
    assay::nccl::profiler::start<assay::nccl::profiler::EventV4>,
    assay::nccl::profiler::stop,
    assay::nccl::profiler::record,
    assay::nccl::profiler::finalize};
const assay::nccl::profiler::PluginV5 ncclProfiler_v5{
    "assay",
    assay::nccl::profiler::init_v5,
    assay::nccl::profiler::start<assay::nccl::profiler::EventV5>,
    assay::nccl::profiler::stop,
    assay::nccl::profiler::record,
    assay::nccl::profiler::finalize};
// NOLINTEND(readability-identifier-naming)

ASSAY_EXPORTED std::size_t assay_take_nccl_profile(assay::nccl::CallRecord* records,
                                                   std::size_t room,
                                                   assay::nccl::TrafficRecord* traffic) {
  return assay::nccl::profiler::recorder().take(records, records == nullptr ? 0 : room, *traffic);
}
}
