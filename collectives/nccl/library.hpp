#pragma once
#include <nccl.h>

#include <string>

#include "core/error.hpp"
#include "core/shared_library.hpp"

namespace assay::nccl {

/// The functions of NCCL, opened at run time: 220 MB that a node need not have. Of nccl.h only the
/// types are used.
struct Library {
  /// Finds libnccl.so.2 as cuda::open_vendor_library() does. Throws Error naming every place that
  /// was tried.
  Library();

  SharedLibrary opened;
  decltype(&ncclGetVersion) get_version;
  decltype(&ncclGetUniqueId) get_unique_id;
  decltype(&ncclGetErrorString) error_string;
  decltype(&ncclCommInitRankConfig) init_rank;  ///< NCCL 2.14 and newer: older ones are refused
  decltype(&ncclCommGetAsyncError) async_error;
  decltype(&ncclCommCount) count;
  decltype(&ncclCommUserRank) user_rank;
  decltype(&ncclCommFinalize) finalize;
  decltype(&ncclCommDestroy) destroy;
  decltype(&ncclCommAbort) abort;
  decltype(&ncclGroupStart) group_start;
  decltype(&ncclGroupEnd) group_end;
  decltype(&ncclAllReduce) all_reduce;
  decltype(&ncclAllGather) all_gather;
  decltype(&ncclReduceScatter) reduce_scatter;
  decltype(&ncclBroadcast) broadcast;
  decltype(&ncclReduce) reduce;
  decltype(&ncclSend) send;
  decltype(&ncclRecv) receive;
  // nullptr where the library is too old.
  decltype(&ncclGetLastError) last_error;
  decltype(&ncclCommSplit) split;
  decltype(&ncclMemAlloc) memory_allocate;
  decltype(&ncclMemFree) memory_free;
  decltype(&ncclCommRegister) register_memory;
  decltype(&ncclCommDeregister) deregister_memory;

  /// "2.28.9"
  [[nodiscard]] std::string version() const;
  /// The file that the loader took.
  [[nodiscard]] std::string path() const;

  /// Throws Error naming `call`, NCCL's words for `result` and what it said last, unless that is
  /// ncclSuccess or ncclInProgress. `communicator` may be nullptr.
  void require(ncclResult_t result, const char* call, ncclComm_t communicator,
               Where at = Where::here()) const;
  /// Throws Error naming `call` and the version where `symbol` is nullptr.
  template <class F>
  F need(F symbol, const char* call, Where at = Where::here()) const {
    if (symbol == nullptr) throw Error("NCCL " + version() + " has no " + call, at);
    return symbol;
  }
  /// For destructors.
  [[nodiscard]] CallStatus status(ncclResult_t result) const noexcept;
};

[[nodiscard]] std::string version_text(int code);

}  // namespace assay::nccl
