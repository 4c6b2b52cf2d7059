#include "tests/fakes/nccl/collectives.hpp"

#include <algorithm>
#include <cstring>

#include "tests/fakes/nccl/arithmetic.hpp"

namespace fake_nccl {
namespace {

std::byte* writable(const void* data) {
  return const_cast<std::byte*>(static_cast<const std::byte*>(data));
}

void copy(void* to, const void* from, std::size_t bytes) {
  if (to != from && bytes > 0) std::memmove(to, from, bytes);
}

/// `count` elements at `data` in as many segments as there are ranks, each almost as long.
struct Segments {
  const ncclComm& comm;
  std::byte* data;
  std::size_t count;
  ncclDataType_t type;

  [[nodiscard]] int number(int any) const {
    return (any % comm.size() + comm.size()) % comm.size();
  }
  [[nodiscard]] std::size_t begin(int segment) const {
    return count * static_cast<std::size_t>(segment) / static_cast<std::size_t>(comm.size());
  }
  [[nodiscard]] std::byte* at(int any) const { return data + begin(number(any)) * bytes_of(type); }
  [[nodiscard]] std::size_t length(int any) const {
    return begin(number(any) + 1) - begin(number(any));
  }
  [[nodiscard]] std::size_t bytes(int any) const { return length(any) * bytes_of(type); }
};

int next(const ncclComm& comm) { return comm.connection((comm.rank() + 1) % comm.size()); }
int previous(const ncclComm& comm) {
  return comm.connection((comm.rank() + comm.size() - 1) % comm.size());
}

/// Afterwards segment `rank` of each rank is reduced over all.
void ring_reduce(ncclComm& comm, const Segments& all, ncclRedOp_t operation) {
  std::vector<std::byte> arrived;
  for (int step = 1; step < comm.size(); ++step) {
    const int out = comm.rank() - step;
    const int in = out - 1;
    arrived.resize(all.bytes(in));
    exchange({{next(comm), true, all.at(out), all.bytes(out)},
              {previous(comm), false, arrived.data(), arrived.size()}},
             comm.stop(), comm.pace);
    combine(all.at(in), arrived.data(), all.length(in), all.type, operation);
  }
}

/// Segment `rank` of each rank goes to all others.
void ring_gather(ncclComm& comm, const Segments& all) {
  for (int step = 0; step < comm.size() - 1; ++step) {
    const int out = comm.rank() - step;
    const int in = out - 1;
    exchange({{next(comm), true, all.at(out), all.bytes(out)},
              {previous(comm), false, all.at(in), all.bytes(in)}},
             comm.stop(), comm.pace);
  }
}

/// Pieces of `data` on their way along a chain of all ranks, of which this is number `place`. Each
/// piece that arrived in `in` is taken up by `take` before it goes on from `data`.
template <class Take>
void along_chain(ncclComm& comm, int place, std::byte* data, std::byte* in, std::size_t bytes,
                 const Take& take) {
  constexpr std::size_t kPiece = 64U << 10U;  // a multiple of every element
  const std::size_t pieces = (bytes + kPiece - 1) / kPiece;
  const auto length = [&](std::size_t piece) { return std::min(kPiece, bytes - piece * kPiece); };
  for (std::size_t step = 0; step <= pieces; ++step) {
    std::vector<Transfer> now;
    const bool arrives = place > 0 && step < pieces;
    if (arrives) now.push_back({previous(comm), false, in + step * kPiece, length(step)});
    if (place < comm.size() - 1 && step > 0)
      now.push_back({next(comm), true, data + (step - 1) * kPiece, length(step - 1)});
    exchange(now, comm.stop(), comm.pace);
    if (arrives) take(step * kPiece, length(step));
  }
}

}  // namespace

void all_reduce(ncclComm& comm, const Operands& o) {
  const Segments all{comm, writable(o.receive), o.count, o.type};
  copy(o.receive, o.send, o.count * bytes_of(o.type));
  prepare(all.data, o.count, o.type, o.operation, comm.size());
  ring_reduce(comm, all, o.operation);
  ring_gather(comm, all);
  finish(all.data, o.count, o.type, o.operation, comm.size());
}

void all_gather(ncclComm& comm, const Operands& o) {
  const auto size = static_cast<std::size_t>(comm.size());
  const Segments all{comm, writable(o.receive), o.count * size, o.type};
  copy(all.at(comm.rank()), o.send, o.count * bytes_of(o.type));
  ring_gather(comm, all);
}

void reduce_scatter(ncclComm& comm, const Operands& o) {
  const std::size_t count = o.count * static_cast<std::size_t>(comm.size());
  std::vector<std::byte> work(count * bytes_of(o.type));
  copy(work.data(), o.send, work.size());
  const Segments all{comm, work.data(), count, o.type};
  prepare(all.data, count, o.type, o.operation, comm.size());
  ring_reduce(comm, all, o.operation);
  finish(all.at(comm.rank()), o.count, o.type, o.operation, comm.size());
  copy(o.receive, all.at(comm.rank()), all.bytes(comm.rank()));
}

void broadcast(ncclComm& comm, const Operands& o) {
  const std::size_t bytes = o.count * bytes_of(o.type);
  const int place = (comm.rank() - o.root + comm.size()) % comm.size();
  if (place == 0) copy(o.receive, o.send, bytes);
  std::byte* data = writable(o.receive);
  along_chain(comm, place, data, data, bytes, [](std::size_t, std::size_t) {});
}

void reduce(ncclComm& comm, const Operands& o) {
  const std::size_t size = bytes_of(o.type);
  std::vector<std::byte> work(o.count * size);
  std::vector<std::byte> arrived(work.size());
  copy(work.data(), o.send, work.size());
  prepare(work.data(), o.count, o.type, o.operation, comm.size());
  const int place = (comm.rank() - o.root - 1 + comm.size()) % comm.size();  // the root is the last
  along_chain(comm, place, work.data(), arrived.data(), work.size(),
              [&](std::size_t at, std::size_t bytes) {
                combine(&work[at], &arrived[at], bytes / size, o.type, o.operation);
              });
  if (comm.rank() != o.root) return;
  finish(work.data(), o.count, o.type, o.operation, comm.size());
  copy(o.receive, work.data(), work.size());
}

}  // namespace fake_nccl
