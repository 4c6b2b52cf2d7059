#include <algorithm>

#include "collectives/nccl/log.hpp"

namespace assay::nccl {
namespace {

bool goes_by_network(const Connection& connection) {
  return connection.path == Connection::Path::network ||
         connection.path == Connection::Path::collnet;
}

/// The one NIC of that number; nullptr where there is none, or several hosts differ.
const Nic* nic_of(const Log& log, int number) {
  const Nic* found = nullptr;
  for (const Nic& nic : log.nics) {
    if (nic.number != number) continue;
    if (found != nullptr) return nullptr;
    found = &nic;
  }
  return found;
}

std::string transport(const Connection& connection) {
  switch (connection.path) {
    case Connection::Path::p2p:
      return "P2P/" + connection.detail;
    case Connection::Path::shared_memory:
      return "SHM";
    case Connection::Path::network:
      return "NET/" + connection.detail;
    case Connection::Path::collnet:
      break;
  }
  return "COLLNET/" + connection.detail;
}

}  // namespace

std::optional<std::set<std::string>> nics_used(const Log& log) {
  std::set<std::string> names;
  for (const Connection& connection : log.connections) {
    if (!goes_by_network(connection)) continue;
    // Numbers of other networks count other things, and merged NICs share one.
    const bool verbs = connection.detail == "IB" || connection.detail == "SHARP";
    const Nic* nic = verbs && !log.merged_nics ? nic_of(log, connection.device) : nullptr;
    if (nic == nullptr) return std::nullopt;
    names.insert(nic->name);
  }
  if (names.empty()) return std::nullopt;
  return names;
}

std::optional<bool> gpu_direct(const Log& log) {
  std::optional<bool> all;
  for (const Connection& connection : log.connections)
    if (goes_by_network(connection)) all = all.value_or(true) && connection.gpu_direct;
  return all;
}

std::set<std::string> transports(const Log& log) {
  std::set<std::string> all;
  for (const Connection& connection : log.connections) all.insert(transport(connection));
  return all;
}

std::optional<Choice> choice_for(const Log& log, std::string_view function, std::int64_t bytes) {
  std::optional<Choice> found;
  for (const Choice& choice : log.choices) {
    if (choice.bytes != bytes || choice.function != function) continue;
    if (found) return std::nullopt;
    found = choice;
  }
  return found;
}

}  // namespace assay::nccl
