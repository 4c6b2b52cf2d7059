#include "cli/fabric/nccl_log.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "collectives/nccl/log.hpp"

namespace assay {
namespace {

/// NCCL's names of what our tests call.
const std::map<std::string, std::string>& functions() {
  static const std::map<std::string, std::string> all{
      {"collective.all_reduce", "AllReduce"},
      {"collective.all_gather", "AllGather"},
      {"collective.reduce_scatter", "ReduceScatter"},
      {"collective.broadcast", "Broadcast"},
      {"collective.reduce", "Reduce"},
      {"collective.latency", "AllReduce"},
      {"collective.overlap", "AllReduce"}};
  return all;
}

std::string joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// Where ranks are on several hosts it is the network that counts.
std::string transport_of(const nccl::Log& log) {
  constexpr std::string_view net = "NET/";
  std::set<std::string> networks;
  const std::set<std::string> all = nccl::transports(log);
  for (const std::string& transport : all)
    if (transport.starts_with(net)) networks.insert(transport.substr(net.size()));
  return joined(networks.empty() ? all : networks);
}

void put(Result& result, const std::string& name, const std::string& value) {
  if (!value.empty()) result.facts[name] = value;
}

void put_choice(const nccl::Log& log, Result& result) {
  const auto function = functions().find(result.test);
  const auto bytes = result.params.find("bytes");
  if (function == functions().end() || bytes == result.params.end()) return;
  result.facts["algorithm"] = "unknown";
  const auto* n = std::get_if<std::int64_t>(&bytes->second);
  const auto choice = n == nullptr ? std::nullopt : choice_for(log, function->second, *n);
  if (!choice) return;
  put(result, "algorithm", choice->algorithm);
  put(result, "protocol", choice->protocol);
}

void set_unless_set(const char* name, const std::string& value) {
  setenv(name, value.c_str(), 0);  // NOLINT(concurrency-mt-unsafe): a worker has one thread here
}

}  // namespace

NcclLog::NcclLog() {
  for (const char* name : {"NCCL_DEBUG", "NCCL_DEBUG_FILE", "NCCL_DEBUG_SUBSYS"})
    if (std::getenv(name) != nullptr) return;  // NOLINT(concurrency-mt-unsafe)
  std::error_code error;
  path_ = std::filesystem::temp_directory_path(error) /
          ("assay-nccl-" + std::to_string(getpid()) + ".log");
  if (error) {
    path_.clear();
    return;
  }
  set_unless_set("NCCL_DEBUG", "INFO");
  set_unless_set("NCCL_DEBUG_SUBSYS", "INIT,GRAPH,NET,TUNING");
  set_unless_set("NCCL_DEBUG_FILE", path_.string());
}

NcclLog::~NcclLog() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove(path_, ignored);
}

void NcclLog::describe(std::vector<Result>& results) const {
  if (path_.empty()) return;
  std::ifstream file(path_, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const nccl::Log log = nccl::parse_log(text);
  const auto nics = nics_used(log);
  const auto direct = gpu_direct(log);
  for (Result& result : results) {
    put(result, "transport", transport_of(log));
    if (nics) put(result, "nics", joined(*nics));
    if (direct) result.facts["gpu_direct"] = *direct ? "yes" : "no";
    put_choice(log, result);
  }
}

}  // namespace assay
