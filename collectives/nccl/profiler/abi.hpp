#pragma once
#include <cstddef>
#include <cstdint>

// NCCL's interface for profilers, versions 4 (NCCL 2.27) and 5 (2.28 and newer), as far as it is
// used here. Own declarations of the published interface: NCCL's documentation, "Profiler Plugin",
// and plugins/profiler/README.md of its sources (ext-profiler/ until 2.29). No header is installed
// with the library.

namespace assay::nccl::profiler {

// Kinds of events, bits of a mask.
inline constexpr std::uint64_t kCollective = 1U << 1U;
inline constexpr std::uint64_t kMessage = 1U << 2U;  ///< NCCL: point to point
inline constexpr std::uint64_t kProxyOperation = 1U << 3U;
inline constexpr std::uint64_t kNetwork = 1U << 7U;

// The upper half of the number of a network that tells of its requests.
inline constexpr std::int64_t kIb = std::int64_t{1} << 16U;
inline constexpr std::int64_t kSockets = std::int64_t{2} << 16U;

/// What a collective is about. Texts are NCCL's and live as long as it does.
struct CollectiveEvent {
  std::uint64_t number;
  const char* function;
  const void* send;
  void* receive;
  std::size_t count;
  int root;
  const char* type;
  std::uint8_t channels;
  std::uint8_t warps;
  const char* algorithm;
  const char* protocol;
};

struct MessageEvent {
  const char* function;
  void* data;
  const char* type;
  std::size_t count;
  int peer;
  std::uint8_t channels;
};

struct NetworkEvent {
  std::int64_t network;  ///< kIb or kSockets, and the version of what follows
  const void* request;   ///< of kIb version 1: IbRequest
};

struct IbRequest {
  std::uint8_t kind;
  alignas(std::uint64_t) int device;
};

/// `Kind` is all that differs between the versions in what is read here: version 5 has more kinds
/// of events and longer ones.
template <class Kind>
struct Event {
  Kind kind;
  void* parent;
  int rank;
  union {
    CollectiveEvent collective;
    MessageEvent message;
    NetworkEvent network;
  };
};
using EventV4 = Event<std::uint8_t>;
using EventV5 = Event<std::uint64_t>;

inline constexpr int kSuccess = 0;
using Logger = void (*)();  ///< never called here

struct PluginV4 {
  const char* name;
  int (*init)(void** context, int* mask, const char* name, std::uint64_t communicator, int nodes,
              int ranks, int rank, Logger logger);
  int (*start)(void* context, void** handle, EventV4* event);
  int (*stop)(void* handle);
  int (*record)(void* handle, int state, void* arguments);
  int (*finalize)(void* context);
};

struct PluginV5 {
  const char* name;
  int (*init)(void** context, std::uint64_t communicator, int* mask, const char* name, int nodes,
              int ranks, int rank, Logger logger);
  int (*start)(void* context, void** handle, EventV5* event);
  int (*stop)(void* handle);
  int (*record)(void* handle, int state, void* arguments);
  int (*finalize)(void* context);
};

/// The symbols that NCCL looks for, the newest first.
inline constexpr const char* kPluginV5 = "ncclProfiler_v5";
inline constexpr const char* kPluginV4 = "ncclProfiler_v4";

}  // namespace assay::nccl::profiler
