#pragma once
#include <nccl.h>

#include <cstddef>
#include <string>

namespace fake_nccl {

/// What tells a collective apart.
struct Collective {
  std::string function;  ///< "AllReduce"
  std::size_t count = 0;
  ncclDataType_t type = ncclInt8;
  int root = 0;
  std::string algorithm;
};

/// The plugin that NCCL_PROFILER_PLUGIN names, loaded and called as NCCL does for one communicator.
/// Does nothing where none is named, it has no interface that this version knows, or it does not
/// load.
class Profiling {
 public:
  /// `version` is the library's: from 2.28 on it knows version 5 of the interface, 2.27 the 4th.
  Profiling(int version, int rank, int size, int nodes);
  Profiling(const Profiling&) = delete;
  Profiling& operator=(const Profiling&) = delete;
  ~Profiling();

  void collective(const Collective& collective);
  void message(bool sends, std::size_t bytes, int peer);
  /// An operation that a proxy carries out, as it does where data leaves by a NIC.
  void proxied();

 private:
  void open(const char* path, int version);
  template <class Plugin, class Event>
  void tell(const Plugin& plugin, Event event);
  template <class Fill>
  void tell_any(const Fill& fill);

  void* library_ = nullptr;
  const void* v5_ = nullptr;
  const void* v4_ = nullptr;
  void* context_ = nullptr;
  int mask_ = 0;
  int rank_;
};

}  // namespace fake_nccl
