#include "tests/fakes/nccl/bootstrap.hpp"

#include <cstring>
#include <random>
#include <thread>

#include "tests/fakes/nccl/failure.hpp"

namespace fake_nccl {
namespace {

using assay::File;

struct Id {
  std::array<char, 8> magic{'f', 'a', 'k', 'e', 'n', 'c', 'c', 'l'};
  Address address;
  std::uint32_t key = 0;
};

/// What ranks are answered before the list of members.
struct Answer {
  ncclResult_t result = ncclSuccess;
  std::array<char, 128> why{};
};

template <std::size_t N>
void copy(const std::string& text, std::array<char, N>& into) {
  text.copy(into.data(), N - 1);
}

/// Where each rank that has come waits for its answer.
struct Meeting {
  std::vector<Member> members;
  std::vector<File> connections;
  int come = 0;

  /// Takes the connection, unless it throws.
  void add(const Member& member, File& connection) {
    const auto size = static_cast<std::size_t>(member.size);
    if (members.empty()) {
      members.resize(size);
      connections.resize(size);
    }
    const auto rank = static_cast<std::size_t>(member.rank);
    if (members.size() != size)
      throw Failure(ncclInternalError,
                    "ranks disagree on their number: " + std::to_string(members.size()) + " and " +
                        std::to_string(size));
    if (rank >= size || connections[rank])
      throw Failure(ncclInternalError, "two processes are rank " + std::to_string(rank));
    members[rank] = member;
    connections[rank] = std::move(connection);
    ++come;
  }
};

void answer(const File& to, const Answer& answer, const std::vector<Member>& members,
            const Stop& stop) {
  try {
    send_all(to, &answer, sizeof answer, stop);
    if (answer.result == ncclSuccess)
      send_all(to, members.data(), members.size() * sizeof(Member), stop);
  } catch (const Failure&) {  // who has gone needs no answer
  }
}

/// Rank 0, in whose process this runs as a rule, comes last: it may end at once on what it hears.
void answer_all(const Meeting& meeting, const Answer& what, const std::vector<Member>& members,
                const Stop& stop) {
  for (std::size_t rank = meeting.connections.size(); rank-- > 0;)
    if (meeting.connections[rank]) answer(meeting.connections[rank], what, members, stop);
}

void host_meeting(const Listener& listener, std::uint32_t key) {
  const Stop never{false};
  Meeting meeting;
  do {
    File connection = accept_from(listener, never);
    std::uint32_t shown = 0;
    Member member;
    try {
      receive_all(connection, &shown, sizeof shown, never);
      if (shown != key) continue;
      receive_all(connection, &member, sizeof member, never);
      meeting.add(member, connection);
    } catch (const Failure& failure) {
      Answer refusal{failure.result(), {}};
      copy(failure.what(), refusal.why);
      const bool rank_0_is_there = !meeting.connections.empty() && meeting.connections[0];
      if (connection && rank_0_is_there) answer(connection, refusal, {}, never);
      answer_all(meeting, refusal, {}, never);
      if (connection && !rank_0_is_there) answer(connection, refusal, {}, never);
      return;
    }
  } while (meeting.come == 0 ||
           meeting.connections.size() != static_cast<std::size_t>(meeting.come));
  answer_all(meeting, {}, meeting.members, never);
}

void check(const std::vector<Member>& members) {
  for (std::size_t i = 0; i < members.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const Member& a = members[j];
      const Member& b = members[i];
      const std::string both = "ranks " + std::to_string(j) + " and " + std::to_string(i);
      if (a.version != b.version)
        throw Failure(ncclInvalidUsage, both + " have two versions of NCCL");
      if (b.gpu[0] != '\0' && a.gpu == b.gpu && a.host == b.host)
        throw Failure(ncclInvalidUsage,
                      "Duplicate GPU detected: " + both + " both on CUDA device " + b.gpu.data());
    }
}

}  // namespace

ncclUniqueId new_id() {
  Listener listener;
  Id made;
  made.address = {own_ip(), listener.port};
  made.key = std::random_device()();
  std::thread(
      [](const Listener& mine, std::uint32_t key) {
        try {
          host_meeting(mine, key);
        } catch (const std::exception&) {  // the ranks wait in vain, as they do for a dead process
        }
      },
      std::move(listener), made.key)
      .detach();
  ncclUniqueId id{};
  static_assert(sizeof made <= sizeof id);
  std::memcpy(&id, &made, sizeof made);
  return id;
}

std::vector<Member> meet(const ncclUniqueId& id, int rank, int size, std::uint16_t port,
                         const Settings& settings, const Stop& stop) {
  Id known;
  std::memcpy(static_cast<void*>(&known), &id, sizeof known);
  const File host = connect_to(known.address, stop);
  Member self{rank, size, settings.version, 0, {local_ip(host), port}, {}, {}};
  copy(settings.host, self.host);
  copy(settings.gpu, self.gpu);
  send_all(host, &known.key, sizeof known.key, stop);
  send_all(host, &self, sizeof self, stop);
  Answer answer;
  receive_all(host, &answer, sizeof answer, stop);
  if (answer.result != ncclSuccess) throw Failure(answer.result, answer.why.data());
  std::vector<Member> members(static_cast<std::size_t>(size));
  receive_all(host, members.data(), members.size() * sizeof(Member), stop);
  check(members);
  return members;
}

Mesh connect_all(const std::vector<Member>& members, int self, const Listener& listener,
                 const Stop& stop) {
  Mesh mesh(members.size());
  for (int peer = 0; peer < self; ++peer) {
    const auto i = static_cast<std::size_t>(peer);
    mesh[i] = connect_to(members[i].address, stop);
    send_all(mesh[i], &self, sizeof self, stop);
  }
  for (int still = static_cast<int>(members.size()) - 1 - self; still > 0; --still) {
    File connection = accept_from(listener, stop);
    int peer = 0;
    receive_all(connection, &peer, sizeof peer, stop);
    mesh.at(static_cast<std::size_t>(peer)) = std::move(connection);
  }
  return mesh;
}

}  // namespace fake_nccl
