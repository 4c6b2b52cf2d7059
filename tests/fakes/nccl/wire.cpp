#include "tests/fakes/nccl/wire.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>

#include "tests/fakes/nccl/failure.hpp"
#include "tests/fakes/nccl/settings.hpp"

namespace fake_nccl {
namespace {

using assay::File;

Failure system_failure(const char* call) {
  return {ncclSystemError, std::string(call) + ": " + strerrordesc_np(errno)};
}

sockaddr_in socket_address(const Address& address) {
  sockaddr_in made{};
  made.sin_family = AF_INET;
  made.sin_addr.s_addr = address.ip;
  made.sin_port = address.port;
  return made;
}

sockaddr* generic(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }

sockaddr_in name_of(const File& socket) {
  sockaddr_in address{};
  socklen_t length = sizeof address;
  if (getsockname(socket.get(), generic(address), &length) != 0)
    throw system_failure("getsockname");
  return address;
}

File tcp_socket() {
  File made(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!made) throw system_failure("socket");
  return made;
}

void send_at_once(const File& connection) {
  const int on = 1;
  setsockopt(connection.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void heed(const Stop& stop) {
  if (stop) throw Failure(ncclInternalError, "given up");
}

}  // namespace

Listener::Listener() : socket(tcp_socket()) {
  sockaddr_in any = socket_address({htonl(INADDR_ANY), 0});
  if (bind(socket.get(), generic(any), sizeof any) != 0) throw system_failure("bind");
  if (listen(socket.get(), SOMAXCONN) != 0) throw system_failure("listen");
  port = name_of(socket).sin_port;
}

std::uint32_t own_ip() {
  const std::string given = given_address();
  if (!given.empty()) return inet_addr(given.c_str());
  std::uint32_t found = htonl(INADDR_LOOPBACK);
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return found;
  for (const ifaddrs* each = all; each != nullptr; each = each->ifa_next) {
    const bool usable = each->ifa_addr != nullptr && each->ifa_addr->sa_family == AF_INET &&
                        (each->ifa_flags & IFF_UP) != 0 && (each->ifa_flags & IFF_LOOPBACK) == 0;
    if (!usable) continue;
    found = reinterpret_cast<const sockaddr_in*>(each->ifa_addr)->sin_addr.s_addr;
    break;
  }
  freeifaddrs(all);
  return found;
}

std::uint32_t local_ip(const File& connection) { return name_of(connection).sin_addr.s_addr; }

File connect_to(const Address& address, const Stop& stop) {
  constexpr int kTries = 1000;
  sockaddr_in there = socket_address(address);
  for (int attempt = 0; attempt < kTries; ++attempt) {
    heed(stop);
    File made = tcp_socket();
    if (connect(made.get(), generic(there), sizeof there) == 0) {
      send_at_once(made);
      return made;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw Failure(ncclRemoteError, "nobody listens at " + std::string(inet_ntoa(there.sin_addr)));
}

File accept_from(const Listener& listener, const Stop& stop) {
  pollfd waiting{listener.socket.get(), POLLIN, 0};
  while (poll(&waiting, 1, 20) <= 0) heed(stop);
  File made(accept4(listener.socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (!made) throw system_failure("accept");
  send_at_once(made);
  return made;
}

void Pace::wait() const {
  if (bytes_per_second_ > 0) std::this_thread::sleep_until(next_);
}

void Pace::sent(std::size_t bytes) {
  if (bytes_per_second_ <= 0) return;
  const std::chrono::duration<double> took(static_cast<double>(bytes) / bytes_per_second_);
  // What was not sent while there was nothing to send is not made up for.
  next_ = std::max(next_, std::chrono::steady_clock::now()) +
          std::chrono::duration_cast<std::chrono::nanoseconds>(took);
}

std::size_t Pace::piece() const noexcept {
  constexpr std::size_t kSmall = 16U << 10U;
  constexpr std::size_t kLarge = 1U << 20U;
  return bytes_per_second_ > 0 ? kSmall : kLarge;
}

namespace {

/// Moves as much of `transfer` as goes now.
void move_some(Transfer& transfer, Pace& pace) {
  if (transfer.sends) pace.wait();
  const ssize_t moved =
      transfer.sends ? send(transfer.connection, transfer.data,
                            std::min(transfer.bytes, pace.piece()), MSG_DONTWAIT | MSG_NOSIGNAL)
                     : recv(transfer.connection, transfer.data, transfer.bytes, MSG_DONTWAIT);
  if (moved < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (moved <= 0) throw Failure(ncclRemoteError, "the connection to another rank is lost");
  if (transfer.sends) pace.sent(static_cast<std::size_t>(moved));
  transfer.data += moved;
  transfer.bytes -= static_cast<std::size_t>(moved);
}

/// Of each connection and direction the first transfer that is not done.
std::vector<std::size_t> current(const std::vector<Transfer>& transfers) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < transfers.size(); ++i) {
    if (transfers[i].bytes == 0) continue;
    const bool behind = std::any_of(found.begin(), found.end(), [&](std::size_t before) {
      return transfers[before].connection == transfers[i].connection &&
             transfers[before].sends == transfers[i].sends;
    });
    if (!behind) found.push_back(i);
  }
  return found;
}

}  // namespace

void exchange(std::vector<Transfer> transfers, const Stop& stop, Pace& pace) {
  for (auto now = current(transfers); !now.empty(); now = current(transfers)) {
    heed(stop);
    std::vector<pollfd> waiting;
    waiting.reserve(now.size());
    for (std::size_t i : now)
      waiting.push_back(
          {transfers[i].connection, static_cast<short>(transfers[i].sends ? POLLOUT : POLLIN), 0});
    if (poll(waiting.data(), waiting.size(), 20) <= 0) continue;
    for (std::size_t i = 0; i < now.size(); ++i)
      if (waiting[i].revents != 0) move_some(transfers[now[i]], pace);
  }
}

void send_all(const File& to, const void* data, std::size_t bytes, const Stop& stop) {
  Pace at_once(0);
  auto* bytes_of_it = const_cast<std::byte*>(static_cast<const std::byte*>(data));
  exchange({{to.get(), true, bytes_of_it, bytes}}, stop, at_once);
}

void receive_all(const File& from, void* data, std::size_t bytes, const Stop& stop) {
  Pace at_once(0);
  exchange({{from.get(), false, static_cast<std::byte*>(data), bytes}}, stop, at_once);
}

}  // namespace fake_nccl
