#include <utility>

#include "collectives/nccl/communicator.hpp"

namespace assay::nccl {
namespace {

ncclDataType_t taken_as(ElementType type) {
  switch (type) {
    case ElementType::int8:
      return ncclInt8;
    case ElementType::uint8:
      return ncclUint8;
    case ElementType::int32:
      return ncclInt32;
    case ElementType::uint32:
      return ncclUint32;
    case ElementType::int64:
      return ncclInt64;
    case ElementType::uint64:
      return ncclUint64;
    case ElementType::fp16:
      return ncclFloat16;
    case ElementType::bf16:
      return ncclBfloat16;
    case ElementType::fp32:
      return ncclFloat32;
    case ElementType::fp64:
      return ncclFloat64;
    case ElementType::fp8_e4m3:
      return ncclFloat8e4m3;
    case ElementType::fp8_e5m2:
      break;
  }
  return ncclFloat8e5m2;
}

ncclRedOp_t taken_as(Reduction reduction) {
  switch (reduction) {
    case Reduction::sum:
      return ncclSum;
    case Reduction::product:
      return ncclProd;
    case Reduction::minimum:
      return ncclMin;
    case Reduction::maximum:
      return ncclMax;
    case Reduction::average:
      break;
  }
  return ncclAvg;
}

/// NCCL would take -1 for more elements than any memory holds.
std::size_t size_of(std::int64_t count, Where at = Where::here()) {
  if (count < 0) throw Error("a count of " + std::to_string(count) + " elements", at);
  return static_cast<std::size_t>(count);
}

const std::byte* plus(const void* data, std::int64_t elements, ElementType type) {
  return static_cast<const std::byte*>(data) + elements * bytes_of(type);
}

void check(const Shares& shares, int size) {
  for (const auto* each :
       {&shares.send_counts, &shares.send_offsets, &shares.receive_counts, &shares.receive_offsets})
    if (std::cmp_not_equal(each->size(), size))
      throw Error("shares for " + std::to_string(each->size()) + " ranks of " +
                  std::to_string(size));
}

}  // namespace

cudaStream_t NcclCommunicator::stream() const {
  return static_cast<cudaStream_t>(queue_->stream());
}

void NcclCommunicator::all_reduce(const void* send, void* receive, std::int64_t count,
                                  ElementType type, Reduction reduction) {
  begin("ncclAllReduce", [=, this, n = size_of(count)] {
    return library_->all_reduce(send, receive, n, taken_as(type), taken_as(reduction),
                                communicator_, stream());
  });
}

void NcclCommunicator::all_gather(const void* send, void* receive, std::int64_t count,
                                  ElementType type) {
  begin("ncclAllGather", [=, this, n = size_of(count)] {
    return library_->all_gather(send, receive, n, taken_as(type), communicator_, stream());
  });
}

void NcclCommunicator::reduce_scatter(const void* send, void* receive, std::int64_t count,
                                      ElementType type, Reduction reduction) {
  begin("ncclReduceScatter", [=, this, n = size_of(count)] {
    return library_->reduce_scatter(send, receive, n, taken_as(type), taken_as(reduction),
                                    communicator_, stream());
  });
}

void NcclCommunicator::broadcast(void* data, std::int64_t count, ElementType type, int root) {
  begin("ncclBroadcast", [=, this, n = size_of(count)] {
    return library_->broadcast(data, data, n, taken_as(type), root, communicator_, stream());
  });
}

void NcclCommunicator::reduce(const void* send, void* receive, std::int64_t count, ElementType type,
                              Reduction reduction, int root) {
  begin("ncclReduce", [=, this, n = size_of(count)] {
    return library_->reduce(send, receive, n, taken_as(type), taken_as(reduction), root,
                            communicator_, stream());
  });
}

void NcclCommunicator::exchange(const char* name, std::vector<Message> messages, ElementType type,
                                Where at) {
  begin(
      name,
      [this, messages = std::move(messages), type] {
        return enqueue_messages(messages, taken_as(type));
      },
      at);
}

ncclResult_t NcclCommunicator::enqueue_messages(const std::vector<Message>& messages,
                                                ncclDataType_t type) const {
  ncclResult_t result = library_->group_start();
  for (const Message& message : messages) {
    if (result != ncclSuccess && result != ncclInProgress) break;
    // The library takes a pointer to what it writes as any other.
    result = message.sends ? library_->send(message.data, message.count, type, message.peer,
                                            communicator_, stream())
                           : library_->receive(const_cast<void*>(message.data), message.count, type,
                                               message.peer, communicator_, stream());
  }
  const ncclResult_t ended = library_->group_end();
  return result != ncclSuccess && result != ncclInProgress ? result : ended;
}

void NcclCommunicator::all_to_all(const void* send, void* receive, std::int64_t count,
                                  ElementType type) {
  const std::size_t n = size_of(count);
  std::vector<Message> messages;
  for (int peer = 0; peer < size_ && n > 0; ++peer) {
    messages.push_back({true, peer, plus(send, peer * count, type), n});
    messages.push_back({false, peer, plus(receive, peer * count, type), n});
  }
  exchange("all_to_all by ncclSend and ncclRecv", std::move(messages), type);
}

void NcclCommunicator::all_to_all_v(const void* send, void* receive, const Shares& shares,
                                    ElementType type) {
  check(shares, size_);
  std::vector<Message> messages;
  for (int peer = 0; peer < size_; ++peer) {
    const auto i = static_cast<std::size_t>(peer);
    const std::size_t sent = size_of(shares.send_counts[i]);
    const std::size_t received = size_of(shares.receive_counts[i]);
    if (sent > 0) messages.push_back({true, peer, plus(send, shares.send_offsets[i], type), sent});
    if (received > 0)
      messages.push_back({false, peer, plus(receive, shares.receive_offsets[i], type), received});
  }
  exchange("all_to_all_v by ncclSend and ncclRecv", std::move(messages), type);
}

void NcclCommunicator::gather(const void* send, void* receive, std::int64_t count, ElementType type,
                              int root) {
  const std::size_t n = size_of(count);
  std::vector<Message> messages;
  if (n > 0) messages.push_back({true, root, send, n});
  for (int peer = 0; peer < size_ && n > 0 && rank_ == root; ++peer)
    messages.push_back({false, peer, plus(receive, peer * count, type), n});
  exchange("gather by ncclSend and ncclRecv", std::move(messages), type);
}

void NcclCommunicator::scatter(const void* send, void* receive, std::int64_t count,
                               ElementType type, int root) {
  const std::size_t n = size_of(count);
  std::vector<Message> messages;
  for (int peer = 0; peer < size_ && n > 0 && rank_ == root; ++peer)
    messages.push_back({true, peer, plus(send, peer * count, type), n});
  if (n > 0) messages.push_back({false, root, receive, n});
  exchange("scatter by ncclSend and ncclRecv", std::move(messages), type);
}

void NcclCommunicator::send_receive(const void* send, int to, void* receive, int from,
                                    std::int64_t count, ElementType type) {
  const std::size_t n = size_of(count);
  std::vector<Message> messages;
  if (to >= 0 && n > 0) messages.push_back({true, to, send, n});
  if (from >= 0 && n > 0) messages.push_back({false, from, receive, n});
  exchange("send_receive by ncclSend and ncclRecv", std::move(messages), type);
}

void NcclCommunicator::barrier() {
  begin("barrier by ncclAllReduce", [this] {
    return library_->all_reduce(queue_->scratch(), queue_->scratch(), 1, ncclInt8, ncclSum,
                                communicator_, stream());
  });
}

}  // namespace assay::nccl
