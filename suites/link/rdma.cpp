#include <algorithm>

#include "core/error.hpp"
#include "core/perftest.hpp"
#include "core/text.hpp"
#include "suites/machine/infiniband.hpp"
#include "suites/machine/loopback.hpp"
#include "suites/machine/nvidia.hpp"
#include "suites/machine/pci.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

constexpr std::int64_t kBandwidthBytes = 1 << 20;
constexpr std::int64_t kLatencyBytes = 8;
constexpr std::int64_t kRoundTrips = 10000;
/// For both processes to open the adapter and to meet.
constexpr double kStartS = 5;

using Arguments = std::vector<std::string>;

/// perftest as it is installed here.
struct Perftest {
  std::string bandwidth, latency;  ///< programs
  std::string version, help;
  std::string missing;  ///< a program that is not there; "" = none
};

std::string find_program(const HostFiles& files, const std::string& program) {
  for (const char* folder : {"/usr/bin/", "/usr/sbin/", "/usr/local/bin/", "/opt/perftest/bin/"})
    if (files.exists(folder + program)) return files.real(folder + program).string();
  return "";
}

Perftest find_perftest(const HostFiles& files) {
  Perftest tools{.bandwidth = find_program(files, "ib_write_bw"),
                 .latency = find_program(files, "ib_write_lat")};
  if (tools.latency.empty()) tools.missing = "ib_write_lat";
  if (tools.bandwidth.empty()) tools.missing = "ib_write_bw";
  if (!tools.missing.empty()) return tools;
  // Both end as if they had failed.
  tools.version = perftest_version(run_tool(tools.bandwidth, {"--version"}, kStartS).text);
  tools.help = run_tool(tools.bandwidth, {"--help"}, kStartS).text;
  return tools;
}

/// One port, and what belongs to measuring it.
struct Measurement {
  const HostFiles& files;
  const Perftest& tools;
  const RdmaPort& port;
  std::int64_t seconds;  ///< of sending
  std::vector<int> cpus;
  Result& result;
};

std::vector<int> cpus_beside(const HostFiles& files, const RdmaPort& port) {
  if (!files.is_this_machine()) return {};
  const auto list = number_list(
      files.read("/sys/class/infiniband/" + port.device + "/device/local_cpulist").text);
  if (!list) return {};
  return {list->begin(), list->end()};
}

Arguments on_port(const RdmaPort& port, std::int64_t bytes, Arguments more) {
  Arguments arguments{
      "-d", port.device,           "-i", port.id.substr(port.device.size() + 1),
      "-s", std::to_string(bytes), "-F"};  // or a clock that is not at its maximum ends it
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// The one line that was asked for.
template <class Line>
const Line& only(const std::vector<Line>& lines, std::int64_t bytes, const std::string& source) {
  if (lines.size() != 1 || lines.front().bytes != bytes)
    throw InputError(source, 0, "#bytes", "not one line of " + std::to_string(bytes) + " bytes");
  return lines.front();
}

/// "" or why there is no such figure.
std::string put_bandwidth(const Measurement& at, const std::string& metric, Arguments more) {
  more.insert(more.end(), {"-D", std::to_string(at.seconds), "--report_gbits"});
  const ToolOutput output =
      run_loopback(at.tools.bandwidth, on_port(at.port, kBandwidthBytes, std::move(more)), at.cpus,
                   static_cast<double>(at.seconds) + kStartS);
  std::string why_not = output.why_not;
  std::optional<double> bandwidth;
  try {
    if (why_not.empty())
      bandwidth =
          only(parse_perftest_bandwidth(output.text, "ib_write_bw"), kBandwidthBytes, "ib_write_bw")
              .average;
  } catch (const InputError& error) {
    why_not = error.what();
  }
  if (!bandwidth) {
    put_unknown(at.result, metric, Unit::bytes_per_second, Better::higher, why_not);
    return why_not;
  }
  put(at.result, metric, Unit::bytes_per_second, Better::higher, bandwidth);
  if (at.port.rate) at.result.metrics.back().nominal = *at.port.rate / 8;
  return "";
}

std::string put_latency(const Measurement& at) {
  const ToolOutput output = run_loopback(
      at.tools.latency, on_port(at.port, kLatencyBytes, {"-n", std::to_string(kRoundTrips)}),
      at.cpus, kStartS);
  std::string why_not = output.why_not;
  try {
    if (why_not.empty()) {
      const auto lines = parse_perftest_latency(output.text, "ib_write_lat");
      const PerftestLatency& line = only(lines, kLatencyBytes, "ib_write_lat");
      put(at.result, "latency", Unit::seconds, Better::lower, line.typical);
      put(at.result, "latency_p99", Unit::seconds, Better::lower, line.p99);
      return "";
    }
  } catch (const InputError& error) {
    why_not = error.what();
  }
  for (const char* metric : {"latency", "latency_p99"})
    put_unknown(at.result, metric, Unit::seconds, Better::lower, why_not);
  return why_not;
}

/// The GPU that shares the nearest switch with the port's adapter; nullptr where only the root
/// complex joins it with any.
const PciDevice* gpu_beside(const HostFiles& files, const PciTree& tree, const RdmaPort& port) {
  const std::string path = files.resolve("/sys/class/infiniband/" + port.device + "/device");
  const PciDevice* nic = tree.find(path.substr(path.rfind('/') + 1));
  if (!nic) return nullptr;
  for (const PciDevice* bridge : tree.above(*nic))
    for (const Gpu& gpu : read_nvidia_gpus(files)) {
      const PciDevice* device = tree.find(gpu.pci);
      if (!device) continue;
      const auto over = tree.above(*device);
      if (std::find(over.begin(), over.end(), bridge) != over.end()) return device;
    }
  return nullptr;
}

void put_gpu_bandwidth(const Measurement& at, const PciTree& tree) {
  const PciDevice* gpu = gpu_beside(at.files, tree, at.port);
  std::string said = gpu ? gpu->id : "no GPU below a switch of the adapter";
  const bool able = at.tools.help.find("--use_cuda_bus_id") != std::string::npos;
  if (gpu && !able) said = "this perftest was built without it (--use_cuda_bus_id)";
  put_fact(at.result, "gpu_memory", said);
  if (gpu && able) (void)put_bandwidth(at, "gpu_bandwidth", {"--use_cuda_bus_id=" + gpu->id});
}

void measure(const Measurement& at, const PciTree& tree) {
  Result& result = at.result;
  result.params = {{"bytes", kBandwidthBytes},
                   {"latency_bytes", kLatencyBytes},
                   {"seconds", at.seconds},
                   {"link_layer", at.port.link_layer}};
  put_fact(result, "rate", at.port.rate_text.text);
  put_fact(result, "perftest", at.tools.version);
  const std::string no_bandwidth = put_bandwidth(at, "bandwidth", {});
  // A port that does not answer shall not take the time of the others.
  if (!no_bandwidth.empty()) return mark_unreadable(result, no_bandwidth);
  if (const std::string why_not = put_latency(at); !why_not.empty())
    mark_unreadable(result, why_not);
  put_gpu_bandwidth(at, tree);
}

void measure_ports(const Context& context, const std::vector<RdmaPort>& ports,
                   const Perftest& tools, Results& results) {
  const auto active = std::count_if(ports.begin(), ports.end(), is_active);
  const double share_s = context.seconds / static_cast<double>(std::max<std::int64_t>(active, 1));
  // Bandwidth twice, latency, and four times two processes that open the adapter.
  const auto seconds = std::clamp<std::int64_t>(static_cast<std::int64_t>(0.3 * share_s), 1, 10);
  const double until_s = context.clock.now_s() + 1.5 * context.seconds;
  const PciTree tree(context.files);
  for (const RdmaPort& port : ports) {
    Result& result = results.about({.kind = "port", .id = port.id});
    if (!is_active(port))
      mark_unreadable(result, "port " + port.id + " is not active: " + port.state.text);
    else if (context.clock.now_s() > until_s)
      mark_unreadable(result, "no time left: other ports did not answer");
    else
      measure({context.files, tools, port, seconds, cpus_beside(context.files, port), result},
              tree);
  }
}

/// Writes of every port to itself, one port at a time.
void rdma(const Context& context, Results& results) {
  const auto ports = read_rdma_ports(context.files);
  if (ports.empty()) return results.absent("no RDMA port");
  const Perftest tools = find_perftest(context.files);
  if (!tools.missing.empty())
    return results.skip(tools.missing + " is not installed (package perftest)");
  measure_ports(context, ports, tools, results);
}

}  // namespace

ASSAY_HOST_TEST(rdma, .summary = "RDMA writes of every port to itself, from memory of host and GPU",
                .seconds = {.standard = 40, .burnin = 120},
                .metrics = {{"bandwidth", Unit::bytes_per_second},
                            {"latency", Unit::seconds, Better::lower},
                            {"latency_p99", Unit::seconds, Better::lower},
                            {"gpu_bandwidth", Unit::bytes_per_second}});

}  // namespace assay::ASSAY_BACKEND
