#pragma once
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <iostream>
#include <vector>

#include "cuda.hpp"
#include "system.hpp"

namespace probe {

/// NCCL's binary interface, as far as two ranks that sum need it. Own declarations, because nccl.h
/// is no part of the CUDA toolkit.
struct UniqueId {
  char bytes[128];
};
inline constexpr int nccl_float = 7, nccl_sum = 0;

class Nccl {
 public:
  Nccl() : library_("libnccl.so.2") {}
  /// Throws Missing with NCCL's own words unless the call succeeded.
  template <class... Arguments>
  void call(const char* function, Arguments... arguments) const {
    const int status = library_.symbol<int(Arguments...)>(function)(arguments...);
    if (status == 0) return;
    const char* last = library_.symbol<const char*(void*)>("ncclGetLastError")(nullptr);
    const char* words = library_.symbol<const char*(int)>("ncclGetErrorString")(status);
    throw Missing(std::string(function) + ": " + words + "; " + (last == nullptr ? "" : last));
  }
  [[nodiscard]] const Library& library() const { return library_; }

 private:
  Library library_;
};

inline std::string to_hex(const UniqueId& id) {
  std::string text;
  for (const unsigned char byte : id.bytes) {
    text += "0123456789abcdef"[byte / 16];
    text += "0123456789abcdef"[byte % 16];
  }
  return text;
}
inline UniqueId from_hex(const std::string& text) {
  UniqueId id{};
  for (std::size_t i = 0; i < sizeof id.bytes; ++i) {
    id.bytes[i] = static_cast<char>(std::stoi(text.substr(2 * i, 2), nullptr, 16));
  }
  return id;
}

/// One of two ranks, in a process of its own: sums a million floats with the other. Prints "agreed"
/// or why not.
inline int rank_main(int rank, const std::string& id, int device) {
  try {
    constexpr std::size_t n = 1U << 20;
    check(cudaSetDevice(device), "choose device");
    const Nccl nccl;
    void* communicator = nullptr;
    nccl.call("ncclCommInitRank", &communicator, 2, from_hex(id), rank);
    const auto data = device_array<float>(n);
    std::vector<float> values(n, static_cast<float>(rank + 1));
    check(cudaMemcpy(data.get(), values.data(), n * sizeof(float), cudaMemcpyHostToDevice),
          "write");
    nccl.call("ncclAllReduce", static_cast<const void*>(data.get()), static_cast<void*>(data.get()),
              n, nccl_float, nccl_sum, communicator, static_cast<cudaStream_t>(nullptr));
    check(cudaDeviceSynchronize(), "sum");
    check(cudaMemcpy(values.data(), data.get(), n * sizeof(float), cudaMemcpyDeviceToHost), "read");
    for (const float value : values) {
      if (value != 3) throw Missing("wrong sum: " + std::to_string(value));
    }
    std::cout << "agreed\n";
    return 0;
  } catch (const std::exception& e) {
    std::cout << e.what() << '\n';
    return 1;
  }
}

/// Starts this program again as one rank, its output into `out`.
inline pid_t start_rank(int rank, const std::string& id, int device, const std::string& host,
                        int out) {
  const pid_t child = fork();
  if (child != 0) return child;
  dup2(out, STDOUT_FILENO);
  setenv("NCCL_HOSTID", host.c_str(), 1);
  const std::string rank_text = std::to_string(rank);
  const std::string device_text = std::to_string(device);
  execl("/proc/self/exe", "gpu-probe", "--rank", rank_text.c_str(), id.c_str(), device_text.c_str(),
        nullptr);
  _exit(127);
}

/// Everything written into `in` until it is closed or `seconds` have passed.
inline std::string read_for(int in, double seconds) {
  std::string text;
  const double end = now_s() + seconds;
  for (double left = seconds; left > 0; left = end - now_s()) {
    pollfd waiting{in, POLLIN, 0};
    if (poll(&waiting, 1, static_cast<int>(left * 1000) + 1) <= 0) continue;
    char part[512];
    const ssize_t got = read(in, part, sizeof part);
    if (got <= 0) break;
    text.append(part, static_cast<std::size_t>(got));
  }
  return text;
}

/// Two ranks on one device, each on a host of its own by name (or on one). Says whether they agreed
/// on a sum.
inline Facts two_ranks(const Nccl& nccl, int device, bool own_hosts) {
  UniqueId id{};
  nccl.call("ncclGetUniqueId", &id);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw Missing("no pipe");
  constexpr double budget_s = 60;
  pid_t ranks[2];
  for (int r = 0; r < 2; ++r) {
    ranks[r] = start_rank(r, to_hex(id), device, own_hosts ? "probe-" + std::to_string(r) : "probe",
                          ends[1]);
  }
  close(ends[1]);
  const double start = now_s();
  const std::string said = read_for(ends[0], budget_s);
  const double elapsed = now_s() - start;
  close(ends[0]);
  bool agreed = true;
  for (const pid_t rank : ranks) {
    int status = 1;
    if (elapsed >= budget_s) kill(rank, SIGKILL);
    waitpid(rank, &status, 0);
    agreed = agreed && status == 0;
  }
  Facts facts;
  facts.set("agreed", agreed);
  facts.set("said", elapsed >= budget_s ? said + "no answer within the budget" : said);
  facts.set("elapsed_s", elapsed);
  return facts;
}

/// May ranks with differing NCCL_HOSTID share one GPU? And, to compare, ranks with the same?
inline Facts rank_facts(int device) {
  setenv("NCCL_SOCKET_IFNAME", "lo", 1);
  setenv("NCCL_NET", "Socket", 1);
  setenv("NCCL_IB_DISABLE", "1", 1);
  setenv("NCCL_DEBUG", "WARN", 1);
  const Nccl nccl;
  Facts facts;
  facts.set("library", nccl.library().path());
  facts.find("version", [&] {
    int version = 0;
    nccl.call("ncclGetVersion", &version);
    return version;
  });
  facts.find("differing_hostid", [&] { return two_ranks(nccl, device, true); });
  facts.find("same_hostid", [&] { return two_ranks(nccl, device, false); });
  return facts;
}

}  // namespace probe
