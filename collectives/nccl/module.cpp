#include "collectives/nccl/module.hpp"

#include <cstring>

#include "collectives/nccl/communicator.hpp"

namespace assay {
namespace {

std::string version() { return nccl::Library().version(); }

std::string library() { return nccl::Library().path(); }

std::vector<std::byte> unique_id() {
  const nccl::Library library;
  ncclUniqueId id;
  library.require(library.get_unique_id(&id), "ncclGetUniqueId", nullptr);
  std::vector<std::byte> bytes(sizeof id);
  std::memcpy(bytes.data(), &id, sizeof id);
  return bytes;
}

std::unique_ptr<GpuCommunicator> join(const NcclJoin& join) {
  ncclUniqueId id;
  if (join.id.size() != sizeof id)
    throw Error("a unique id of " + std::to_string(join.id.size()) + " bytes, not " +
                std::to_string(sizeof id));
  std::memcpy(&id, join.id.data(), sizeof id);
  auto queue = join.host_memory ? nccl::make_host_queue() : nccl::make_cuda_queue();
  return nccl::NcclCommunicator::join(std::make_shared<const nccl::Library>(), std::move(queue), id,
                                      join.rank, join.size, join.deadline_s);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) void assay_describe_nccl_module(
    NcclModule& module) {
  module = {nccl_module_build(), version, library, unique_id, join};
}

}  // namespace assay
