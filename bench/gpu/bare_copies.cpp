#include <cuda_runtime_api.h>

#include <algorithm>
#include <chrono>

#include "bench/gpu/bare.hpp"
#include "core/error.hpp"
#include "core/stats.hpp"
#include "kernels/cuda/status.hpp"

namespace assay::bare {
namespace {

using cuda::status;

constexpr std::size_t kWithin = std::size_t{1} << 30, kAcross = std::size_t{256} << 20;

double timed(std::size_t calls, const std::function<void()>& enqueue) {
  const auto start = cuda::make_mark();
  const auto stop = cuda::make_mark();
  require(status(cudaEventRecord(start.get())), "cudaEventRecord");
  for (std::size_t call = 0; call < calls; ++call) enqueue();
  require(status(cudaEventRecord(stop.get())), "cudaEventRecord");
  require(status(cudaEventSynchronize(stop.get())), "cudaEventSynchronize");
  float ms = 0;
  require(status(cudaEventElapsedTime(&ms, start.get(), stop.get())), "cudaEventElapsedTime");
  return 1e-3 * static_cast<double>(ms);
}

Figure copy(const char* beside, const char* what, void* to, const void* from, std::size_t bytes,
            cudaMemcpyKind kind, double counted) {
  std::vector<double> rates;
  for (const double seconds : seconds_a_call(
           [&] { require(status(cudaMemcpyAsync(to, from, bytes, kind)), "cudaMemcpyAsync"); }))
    rates.push_back(counted * static_cast<double>(bytes) / seconds);
  return {beside,      what, "B/s", median(rates), *std::max_element(rates.begin(), rates.end()),
          rates.size()};
}

}  // namespace

std::vector<double> seconds_a_call(const std::function<void()>& enqueue) {
  constexpr double warm_s = 0.1, batch_s = 0.01, all_s = 0.5;
  double one = timed(1, enqueue);
  double warmed = one;
  while (warmed < warm_s) {
    one = timed(1, enqueue);
    warmed += one;
  }
  const auto calls = static_cast<std::size_t>(std::clamp(batch_s / one, 1.0, 10000.0));
  std::vector<double> seconds;
  double spent = 0;
  while (spent < all_s || seconds.size() < 3) {
    const double batch = timed(calls, enqueue);
    spent += batch;
    seconds.push_back(batch / static_cast<double>(calls));
  }
  return seconds;
}

void measure_copies(Findings& findings) {
  findings.attempt("cudaMemcpyAsync, device to device", [] {
    const auto from = cuda::allocate(kWithin);
    const auto to = cuda::allocate(kWithin);
    require(status(cudaMemset(from.get(), 0x5A, kWithin)), "cudaMemset");
    return copy("memory.copy.copy_engine_bandwidth",
                "cudaMemcpyAsync, device to device, 1 GiB, bytes read and bytes written", to.get(),
                from.get(), kWithin, cudaMemcpyDeviceToDevice, 2);
  });
  findings.attempt("cudaMemcpyAsync, host to device", [] {
    const auto host = cuda::allocate_pinned(kAcross);
    const auto device = cuda::allocate(kAcross);
    std::fill_n(static_cast<unsigned char*>(host.get()), kAcross, static_cast<unsigned char>(0x5A));
    return copy("link.host_to_device.bandwidth",
                "cudaMemcpyAsync, host to device, page-locked, 256 MiB", device.get(), host.get(),
                kAcross, cudaMemcpyHostToDevice, 1);
  });
  findings.attempt("cudaMemcpyAsync, device to host", [] {
    const auto host = cuda::allocate_pinned(kAcross);
    const auto device = cuda::allocate(kAcross);
    require(status(cudaMemset(device.get(), 0x5A, kAcross)), "cudaMemset");
    return copy("link.device_to_host.bandwidth",
                "cudaMemcpyAsync, device to host, page-locked, 256 MiB", host.get(), device.get(),
                kAcross, cudaMemcpyDeviceToHost, 1);
  });
}

}  // namespace assay::bare
