#include "cli/fabric/hello.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "cli/fabric/exchange.hpp"
#include "core/error.hpp"
#include "suites/runner/fields.hpp"

namespace assay {
namespace {

std::string rank_text(std::size_t rank, const Hello& hello) {
  return "rank " + std::to_string(rank) + " (" + hello.hostname + ")";
}

/// Why a node is not like the first one.
std::string differs(std::size_t rank, const std::vector<Hello>& nodes) {
  const Hello& node = nodes[rank];
  const Hello& first = nodes.front();
  const std::string who = rank_text(rank, node);
  if (node.tool != first.tool)
    return who + " runs assay " + node.tool + ", rank 0 runs " + first.tool;
  if (node.plan != first.plan)
    return who + " has another plan than rank 0: " + node.plan + ", not " + first.plan;
  if (node.gpus.size() != first.gpus.size())
    return who + " has " + std::to_string(node.gpus.size()) + " GPUs, rank 0 has " +
           std::to_string(first.gpus.size());
  return "";
}

/// What two ranks have in common that each should have for itself: with hosts that differ, no GPU
/// of two of them is one.
std::string shared(const std::vector<Hello>& nodes) {
  std::map<std::string_view, std::size_t> hosts;
  for (std::size_t rank = 0; rank < nodes.size(); ++rank) {
    const Hello& node = nodes[rank];
    const auto [host, added] = hosts.emplace(node.hostname, rank);
    if (!added)
      return "ranks " + std::to_string(host->second) + " and " + std::to_string(rank) +
             " are both on " + node.hostname + ": start one rank a node (mpirun -N 1)";
    const std::set<std::string_view> gpus(node.gpus.begin(), node.gpus.end());
    if (gpus.size() != node.gpus.size())
      return rank_text(rank, node) + " has " + std::to_string(gpus.size()) + " GPUs for " +
             std::to_string(node.gpus.size()) + " ranks";
  }
  return "";
}

}  // namespace

std::string encode(const Hello& hello) {
  return join_fields({{"board_serial", hello.board_serial},
                      {"gpus", packed(hello.gpus)},
                      {"hostname", hello.hostname},
                      {"machine_id", hello.machine_id},
                      {"plan", hello.plan},
                      {"tool", hello.tool}});
}

Hello decode_hello(std::string_view text) {
  auto fields = split_fields(text);
  const auto take = [&](const char* name) {
    auto node = fields.extract(name);
    if (node.empty()) throw Error(std::string("a node that does not tell its ") + name);
    return std::move(node.mapped());
  };
  Hello hello;
  hello.board_serial = take("board_serial");
  hello.gpus = unpacked(take("gpus"));
  hello.hostname = take("hostname");
  hello.machine_id = take("machine_id");
  hello.plan = take("plan");
  hello.tool = take("tool");
  return hello;
}

std::string gpu_key(const Subject& gpu, const Node& node) {
  const auto found = std::find_if(node.gpus.begin(), node.gpus.end(), [&](const Gpu& known) {
    return gpu.uuid.empty() || known.uuid.empty() ? known.index == gpu.index
                                                  : known.uuid == gpu.uuid;
  });
  std::string key;
  if (found != node.gpus.end())
    for (const char c : found->pci)
      if (std::isxdigit(static_cast<unsigned char>(c)) != 0 && (c != '0' || !key.empty())) key += c;
  return key.empty() ? label(gpu) : key;
}

std::string against(const std::vector<Hello>& nodes, Sharing sharing) {
  for (std::size_t rank = 0; rank < nodes.size(); ++rank)
    if (std::string why = differs(rank, nodes); !why.empty()) return why;
  return sharing == Sharing::allowed ? "" : shared(nodes);
}

}  // namespace assay
