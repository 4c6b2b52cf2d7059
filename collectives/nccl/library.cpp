#include "collectives/nccl/library.hpp"

#include <dlfcn.h>

#include "kernels/cuda/find_library.hpp"

namespace assay::nccl {

Library::Library()
    : opened(cuda::open_vendor_library("libnccl.so.2")),
      get_version(opened.symbol<decltype(get_version)>("ncclGetVersion")),
      get_unique_id(opened.symbol<decltype(get_unique_id)>("ncclGetUniqueId")),
      error_string(opened.symbol<decltype(error_string)>("ncclGetErrorString")),
      init_rank(opened.symbol<decltype(init_rank)>("ncclCommInitRankConfig")),
      async_error(opened.symbol<decltype(async_error)>("ncclCommGetAsyncError")),
      count(opened.symbol<decltype(count)>("ncclCommCount")),
      user_rank(opened.symbol<decltype(user_rank)>("ncclCommUserRank")),
      finalize(opened.symbol<decltype(finalize)>("ncclCommFinalize")),
      destroy(opened.symbol<decltype(destroy)>("ncclCommDestroy")),
      abort(opened.symbol<decltype(abort)>("ncclCommAbort")),
      group_start(opened.symbol<decltype(group_start)>("ncclGroupStart")),
      group_end(opened.symbol<decltype(group_end)>("ncclGroupEnd")),
      all_reduce(opened.symbol<decltype(all_reduce)>("ncclAllReduce")),
      all_gather(opened.symbol<decltype(all_gather)>("ncclAllGather")),
      reduce_scatter(opened.symbol<decltype(reduce_scatter)>("ncclReduceScatter")),
      broadcast(opened.symbol<decltype(broadcast)>("ncclBroadcast")),
      reduce(opened.symbol<decltype(reduce)>("ncclReduce")),
      send(opened.symbol<decltype(send)>("ncclSend")),
      receive(opened.symbol<decltype(receive)>("ncclRecv")),
      last_error(opened.optional_symbol<decltype(last_error)>("ncclGetLastError")),
      split(opened.optional_symbol<decltype(split)>("ncclCommSplit")),
      memory_allocate(opened.optional_symbol<decltype(memory_allocate)>("ncclMemAlloc")),
      memory_free(opened.optional_symbol<decltype(memory_free)>("ncclMemFree")),
      register_memory(opened.optional_symbol<decltype(register_memory)>("ncclCommRegister")),
      deregister_memory(opened.optional_symbol<decltype(deregister_memory)>("ncclCommDeregister")) {
}

std::string Library::version() const {
  int code = 0;
  require(get_version(&code), "ncclGetVersion", nullptr);
  return version_text(code);
}

std::string Library::path() const {
  Dl_info info{};
  if (dladdr(reinterpret_cast<void*>(get_version), &info) == 0 || info.dli_fname == nullptr)
    return {};
  return info.dli_fname;
}

void Library::require(ncclResult_t result, const char* call, ncclComm_t communicator,
                      Where at) const {
  if (result == ncclSuccess || result == ncclInProgress) return;
  std::string text = std::string(call) + ": " + error_string(result) + " (" +
                     std::to_string(static_cast<int>(result)) + ')';
  const char* last = last_error != nullptr ? last_error(communicator) : nullptr;
  if (last != nullptr && *last != '\0') text += ": " + std::string(last);
  throw Error(text, at);
}

CallStatus Library::status(ncclResult_t result) const noexcept {
  return {result == ncclSuccess || result == ncclInProgress, static_cast<int>(result),
          error_string(result)};
}

std::string version_text(int code) {
  // Until 2.8 the minor version had one place less.
  const int unit = code < 10000 ? 1000 : 10000;
  return std::to_string(code / unit) + '.' + std::to_string(code % unit / 100) + '.' +
         std::to_string(code % 100);
}

}  // namespace assay::nccl
