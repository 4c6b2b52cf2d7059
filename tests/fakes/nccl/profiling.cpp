#include "tests/fakes/nccl/profiling.hpp"

#include <dlfcn.h>

#include <cstdlib>

#include "collectives/nccl/profiler/abi.hpp"
#include "tests/fakes/nccl/arithmetic.hpp"

namespace fake_nccl {
namespace {

namespace abi = assay::nccl::profiler;

const char* name_of(ncclDataType_t type) {
  switch (type) {
    case ncclInt8:
      return "ncclInt8";
    case ncclInt32:
      return "ncclInt32";
    case ncclUint32:
      return "ncclUint32";
    case ncclInt64:
      return "ncclInt64";
    case ncclUint64:
      return "ncclUint64";
    case ncclFloat16:
      return "ncclFloat16";
    case ncclFloat32:
      return "ncclFloat32";
    case ncclFloat64:
      return "ncclFloat64";
    case ncclBfloat16:
      return "ncclBfloat16";
    case ncclFloat8e4m3:
      return "ncclFloat8e4m3";
    case ncclFloat8e5m2:
      return "ncclFloat8e5m2";
    default:
      return "Unknown";
  }
}

}  // namespace

Profiling::Profiling(int version, int rank, int size, int nodes) : rank_(rank) {
  const char* path = std::getenv("NCCL_PROFILER_PLUGIN");  // NOLINT(concurrency-mt-unsafe)
  if (path != nullptr) open(path, version);
  constexpr std::uint64_t communicator = 0x2a;
  if (const auto* plugin = static_cast<const abi::PluginV5*>(v5_))
    plugin->init(&context_, communicator, &mask_, nullptr, nodes, size, rank, nullptr);
  if (const auto* plugin = static_cast<const abi::PluginV4*>(v4_))
    plugin->init(&context_, &mask_, nullptr, communicator, nodes, size, rank, nullptr);
}

Profiling::~Profiling() {
  if (const auto* plugin = static_cast<const abi::PluginV5*>(v5_)) plugin->finalize(context_);
  if (const auto* plugin = static_cast<const abi::PluginV4*>(v4_)) plugin->finalize(context_);
  if (library_ != nullptr) dlclose(library_);
}

void Profiling::open(const char* path, int version) {
  library_ = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library_ == nullptr) return;
  if (version >= NCCL_VERSION(2, 28, 0)) v5_ = dlsym(library_, abi::kPluginV5);
  if (version >= NCCL_VERSION(2, 27, 0) && v5_ == nullptr) v4_ = dlsym(library_, abi::kPluginV4);
}

template <class Plugin, class Event>
void Profiling::tell(const Plugin& plugin, Event event) {
  void* handle = nullptr;
  plugin.start(context_, &handle, &event);
  if (handle != nullptr) plugin.stop(handle);
}

template <class Fill>
void Profiling::tell_any(const Fill& fill) {
  const auto made = [&](auto event) {
    event.parent = nullptr;
    event.rank = rank_;
    fill(event);
    return event;
  };
  if (const auto* plugin = static_cast<const abi::PluginV5*>(v5_))
    tell(*plugin, made(abi::EventV5{}));
  if (const auto* plugin = static_cast<const abi::PluginV4*>(v4_))
    tell(*plugin, made(abi::EventV4{}));
}

void Profiling::collective(const Collective& collective) {
  if ((static_cast<unsigned>(mask_) & abi::kCollective) == 0) return;
  // What only moves data is counted in bytes there.
  const bool moves = collective.function == "AllGather" || collective.function == "Broadcast";
  const std::size_t size = moves ? bytes_of(collective.type) : 1;
  tell_any([&](auto& event) {
    event.kind = static_cast<decltype(event.kind)>(abi::kCollective);
    event.collective = {.number = 0,
                        .function = collective.function.c_str(),
                        .send = nullptr,
                        .receive = nullptr,
                        .count = collective.count * size,
                        .root = collective.root,
                        .type = name_of(moves ? ncclInt8 : collective.type),
                        .channels = 1,
                        .warps = 16,
                        .algorithm = collective.algorithm.c_str(),
                        .protocol = "SIMPLE"};
  });
}

void Profiling::message(bool sends, std::size_t bytes, int peer) {
  if ((static_cast<unsigned>(mask_) & abi::kMessage) == 0) return;
  tell_any([&](auto& event) {
    event.kind = static_cast<decltype(event.kind)>(abi::kMessage);
    event.message = {.function = sends ? "Send" : "Recv",
                     .data = nullptr,
                     .type = "ncclInt8",
                     .count = bytes,
                     .peer = peer,
                     .channels = 1};
  });
}

void Profiling::proxied() {
  if ((static_cast<unsigned>(mask_) & abi::kProxyOperation) == 0) return;
  tell_any(
      [&](auto& event) { event.kind = static_cast<decltype(event.kind)>(abi::kProxyOperation); });
}

}  // namespace fake_nccl
