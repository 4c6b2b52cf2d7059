#include "cli/fabric/nccl_facts.hpp"

#include <map>
#include <string>

#include "collectives/nccl/rail.hpp"

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

template <class T>
const T* param(const Result& result, const char* name) {
  const auto found = result.params.find(name);
  return found == result.params.end() ? nullptr : std::get_if<T>(&found->second);
}

/// Which of NCCL's calls a result is about.
struct Measured {
  std::string function;
  std::int64_t bytes;
  std::optional<ElementType> type;
};

std::optional<Measured> measured_in(const Result& result) {
  const auto function = functions().find(result.test);
  const auto* bytes = param<std::int64_t>(result, "bytes");
  const auto* type = param<std::string>(result, "type");
  if (function == functions().end() || bytes == nullptr) return std::nullopt;
  return Measured{function->second, *bytes,
                  type == nullptr ? std::nullopt : element_type_from_name(*type)};
}

bool put_from_profile(Result& result, const Measured& measured, const nccl::Profile& profile) {
  const auto told = execution_of(profile, measured.function, measured.bytes, measured.type);
  if (!told) return false;
  put(result, "algorithm", told->algorithm);
  put(result, "protocol", told->protocol);
  put(result, "channels", std::to_string(told->channels));
  put(result, "algorithm_from", "profiler");
  return true;
}

bool put_from_log(Result& result, const Measured& measured, const nccl::Log& log) {
  const auto choice = choice_for(log, measured.function, measured.bytes);
  if (!choice || choice->algorithm.empty()) return false;
  put(result, "algorithm", choice->algorithm);
  put(result, "protocol", choice->protocol);
  put(result, "algorithm_from", "log");
  return true;
}

void put_algorithm(Result& result, const NcclEvidence& evidence) {
  const std::optional<Measured> measured = measured_in(result);
  if (!measured) return;
  const bool told = (evidence.profile && put_from_profile(result, *measured, *evidence.profile)) ||
                    (evidence.log && put_from_log(result, *measured, *evidence.log));
  if (!told) result.facts["algorithm"] = "unknown";
}

}  // namespace

void describe_nccl(std::vector<Result>& results, const NcclEvidence& evidence) {
  std::string transport;
  std::string nics;
  std::string direct;
  if (evidence.log) {
    transport = transport_of(*evidence.log);
    if (const auto used = nics_used(*evidence.log)) nics = joined(*used);
    if (const auto all = gpu_direct(*evidence.log)) direct = *all ? "yes" : "no";
  }
  for (Result& result : results) {
    put(result, "transport", transport);
    put(result, "nics", nics);
    put(result, "gpu_direct", direct);
    put_algorithm(result, evidence);
  }
}

void hold_to_ports(std::vector<Result>& results, const NcclEvidence& evidence) {
  for (Result& result : results) {
    if (result.test != "collective.rail" || result.metrics.empty()) continue;
    const std::string why_not =
        evidence.log ? against_port(*evidence.log, nccl::port_from(result.subject.id))
                     : "NCCL logs where the user wants it (NCCL_DEBUG), so nothing proves the port";
    if (why_not.empty()) continue;
    result.metrics.clear();
    if (result.outcome == Outcome::ok) result.outcome = Outcome::error;
    result.reason += (result.reason.empty() ? "" : "; ") + why_not;
  }
}

}  // namespace assay
