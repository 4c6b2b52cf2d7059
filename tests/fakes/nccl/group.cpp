#include "tests/fakes/nccl/group.hpp"

#include <cstring>
#include <map>
#include <vector>

namespace fake_nccl {
namespace {

/// What a group has for one communicator.
struct Begun {
  std::vector<ncclComm::Task> tasks;
  std::vector<Message> messages;
};

struct Group {
  int depth = 0;
  std::map<ncclComm_t, Begun> begun;
};

Group& group() {
  static thread_local Group one;
  return one;
}

/// The messages of a rank to itself, in their order.
void deliver_own(const ncclComm& comm, const std::vector<Message>& messages) {
  std::vector<Message> sent;
  std::vector<Message> received;
  for (const Message& message : messages)
    if (message.peer == comm.rank()) (message.sends ? sent : received).push_back(message);
  if (sent.size() != received.size())
    throw Failure(ncclInvalidUsage, "a message to oneself has no other end in its group");
  for (std::size_t i = 0; i < sent.size(); ++i)
    std::memmove(received[i].data, sent[i].data, std::min(sent[i].bytes, received[i].bytes));
}

void exchange_messages(ncclComm& comm, const std::vector<Message>& messages) {
  if (messages.empty()) return;
  comm.strike("SendRecv");
  deliver_own(comm, messages);
  std::vector<Transfer> transfers;
  for (const Message& message : messages)
    comm.tell_message(message.sends, message.bytes, message.peer);
  for (const Message& message : messages)
    if (message.peer != comm.rank())
      transfers.push_back(
          {comm.connection(message.peer), message.sends, message.data, message.bytes});
  exchange(transfers, comm.stop(), comm.pace);
  for (const Message& message : messages)
    if (!message.sends && strikes(comm.settings().wrong, "SendRecv", comm.rank()))
      message.data[message.bytes / 2] ^= std::byte{1};
}

ncclResult_t submit(ncclComm_t comm, Begun begun) {
  return comm->submit([begun = std::move(begun)](ncclComm& self) {
    for (const auto& task : begun.tasks) task(self);
    exchange_messages(self, begun.messages);
  });
}

ncclResult_t end_or_go_on() {
  if (group().depth > 0) return ncclSuccess;
  auto begun = std::move(group().begun);
  group().begun.clear();
  ncclResult_t worst = ncclSuccess;
  for (auto& [comm, parts] : begun) {
    const ncclResult_t result = submit(comm, std::move(parts));
    if (worst == ncclSuccess || worst == ncclInProgress)
      worst = result == ncclSuccess ? worst : result;
  }
  return worst;
}

}  // namespace

ncclResult_t begin(ncclComm_t comm, const ncclComm::Task& task) {
  group().begun[comm].tasks.push_back(task);
  return end_or_go_on();
}

ncclResult_t begin(ncclComm_t comm, const Message& message) {
  group().begun[comm].messages.push_back(message);
  return end_or_go_on();
}

void start_group() { ++group().depth; }

ncclResult_t end_group() {
  if (group().depth == 0) throw Failure(ncclInvalidUsage, "no group has been started");
  --group().depth;
  return end_or_go_on();
}

}  // namespace fake_nccl
