#pragma once
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "core/perftest.hpp"

// Output of the perftest tools, as tests need it.

namespace assay {

using testing::HasSubstr;

inline constexpr const char* kRule =
    "---------------------------------------------------------------------------------------\n";

inline std::string preamble(const std::string& test) {
  return std::string(kRule) + "                    RDMA_Write " + test +
         " Test\n"
         " Dual-port       : OFF\t\tDevice         : mlx5_0\n"
         " Number of qps   : 1\t\tTransport type : IB\n"
         " Connection type : RC\t\tUsing SRQ      : OFF\n"
         " PCIe relax order: ON\n"
         " ibv_wr* API     : ON\n"
         " CQ Moderation   : 1\n"
         " Mtu             : 4096[B]\n"
         " Link type       : IB\n"
         " Max inline data : 0[B]\n"
         " rdma_cm QPs\t : OFF\n"
         " Data ex. method : Ethernet\n" +
         kRule +
         " local address: LID 0x02 QPN 0x0032 PSN 0x5f2841 RKey 0x002440 VAddr 0x007f2e5f64b000\n"
         " remote address: LID 0x01 QPN 0x003a PSN 0xc0fd7e RKey 0x002442 VAddr "
         "0x007f443b2f8000\n" +
         kRule;
}

inline std::string bandwidth_header(const std::string& unit) {
  return " #bytes     #iterations    BW peak[" + unit + "]    BW average[" + unit +
         "]   MsgRate[Mpps]\n";
}

inline constexpr const char* kLatencyHeader =
    " #bytes #iterations    t_min[usec]    t_max[usec]  t_typical[usec]    t_avg[usec]    "
    "t_stdev[usec]   99% percentile[usec]   99.9% percentile[usec] \n";

inline std::string table(const std::string& header, const std::string& rows) {
  return preamble("BW") + header + rows + kRule;
}

inline std::vector<PerftestBandwidth> bandwidth(const std::string& text) {
  return parse_perftest_bandwidth(text, "ib_write_bw");
}
inline std::vector<PerftestLatency> latency(const std::string& text) {
  return parse_perftest_latency(text, "ib_write_lat");
}

/// A row as the tool prints one: six decimals below 0.1 Gb/s.
inline std::string bandwidth_row(std::int64_t bytes, std::int64_t iterations,
                                 double bytes_per_second, double unit, bool duration) {
  const double average = bytes_per_second / unit;
  const double messages = bytes_per_second / static_cast<double>(bytes) / 1e6;
  const double peak = duration ? 0 : average * 1.001;
  if (average < 0.1 && unit == 125e6)
    return fmt::format(" {:<7}    {}           {:<7.6f}            {:<7.6f}            {:<7.6f}\n",
                       bytes, iterations, peak, average, messages);
  return fmt::format(" {:<7}    {:<10}       {:<7.2f}            {:<7.2f}\t\t     {:<7.6f}\n",
                     bytes, iterations, peak, average, messages);
}

inline std::string sample() {
  return table(bandwidth_header("Gb/sec"),
               " 1048576    234840           0.00               392.51 \t\t     0.046791\n");
}

inline std::string latency_sample() {
  return preamble("Latency") + kLatencyHeader +
         " 8       10000          1.02           5.17         1.05     \t       1.06        \t0.08 "
         "  "
         "\t\t1.25    \t\t4.17   \n" +
         kRule;
}

}  // namespace assay
