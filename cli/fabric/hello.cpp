#include "cli/fabric/hello.hpp"

#include <map>

#include "cli/fabric/exchange.hpp"
#include "core/error.hpp"
#include "suites/runner/fields.hpp"

namespace assay {
namespace {

std::string rank_text(std::size_t rank, const Hello& hello) {
  return "rank " + std::to_string(rank) + " (" + hello.hostname + ")";
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

std::string against(const std::vector<Hello>& nodes) {
  std::map<std::string, std::size_t> hosts;
  for (std::size_t rank = 0; rank < nodes.size(); ++rank) {
    const Hello& node = nodes[rank];
    const std::string who = rank_text(rank, node);
    if (node.tool != nodes.front().tool)
      return who + " runs assay " + node.tool + ", rank 0 runs " + nodes.front().tool;
    if (node.plan != nodes.front().plan)
      return who + " has another plan than rank 0: " + node.plan + ", not " + nodes.front().plan;
    if (node.gpus.size() != nodes.front().gpus.size())
      return who + " has " + std::to_string(node.gpus.size()) + " GPUs, rank 0 has " +
             std::to_string(nodes.front().gpus.size());
    const auto [host, added] = hosts.emplace(node.hostname, rank);
    if (!added)
      return "ranks " + std::to_string(host->second) + " and " + std::to_string(rank) +
             " are both on " + node.hostname + ": start one rank a node (mpirun -N 1)";
  }
  return "";
}

}  // namespace assay
