#include "reports/writer.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace assay {
namespace {

std::string contents(const std::string& path) {
  std::ifstream stream(path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

Metric bandwidth() {
  const Samples samples{200,      2.9e12,  2.91e12,  2.95e12, 2.97e12, 2.98e12,
                        2.985e12, 2.99e12, 2.968e12, 1.5e10,  0.999};
  return {"bandwidth", Unit::bytes_per_second, Better::higher, 2.95e12, "p05", 3.352e12, 3.35e12,
          samples};
}

Node node() {
  Node node{.hostname = "node-0001", .machine_id = "6d0c", .serial = "SN1"};
  node.vendor = "Vendor";
  node.place = Place{.rack = "r1", .leaf = "l2", .unit = 4};
  node.cpus = {{0, "CPU", "0x2b", 32, 64}, {1, "CPU", "0x2b", 32, 64}};
  node.memory = {.bytes = 2164663517184, .numa_nodes = 2};
  node.gpus = {{.index = 0, .uuid = "GPU-1", .name = "H100", .module = 1, .sms = 132}};
  node.nics = {{.name = "mlx5_0", .pci = "0000:3b:00.0"}};
  node.links = {{"gpu0", "mlx5_0", "PIX"}};
  node.software = {{"driver", "580.95"}, {"kernel", "6.1.0"}};
  return node;
}

Run run() {
  Run run{.id = "5a1d6f5e-93f1-4b8e-9d38-0d9b2ff1b1c6", .started = "2026-11-21T19:11:00Z"};
  run.argv = {"assay", "run"};
  run.tool = {.version = "0.1.0", .commit = "abc", .build = "Release"};
  run.environment = {{"NCCL_DEBUG", "WARN"}};
  run.planned = {"memory.read", "system.infiniband"};
  run.opening = {{"system.infiniband", {{"mlx5_0/1.link_downed", 2}}}};
  return run;
}

std::vector<Result> results() {
  Result good{.test = "memory.read", .subject = {.kind = "gpu", .index = 0, .uuid = "GPU-1"}};
  good.params = {
      {"bytes", std::int64_t{4294967296}}, {"scale", 3.0}, {"pinned", true}, {"data", "random"}};
  good.steady = true;
  good.metrics = {bandwidth(), {.name = "errors", .better = Better::lower, .value = 0}};
  good.facts = {{"isa", "avx512"}};
  good.telemetry = {{{"power_w", {{"mean", 650.5}, {"max", 701}}}}, {"nvml"}};
  good.elapsed_s = 1.9;
  Result bad{.test = "memory.patterns", .outcome = Outcome::failed, .reason = "1 defect"};
  bad.defects = {{"one bit differs", "gpu 0 0x1000", "0x00", "0x01", "0x00", 1}};
  Result absent{.test = "system.infiniband",
                .outcome = Outcome::skipped,
                .reason = "no port",
                .absent = true};
  return {good, bad, absent};
}

TEST(Writer, WritesTheGoldenText) {
  Report report{.run = run(), .node = node(), .results = results()};
  report.events = {
      {"2026-11-21T19:12:00Z", "xid", {.kind = "gpu", .index = 0}, 79, "fallen off the bus"}};
  report.telemetry = {
      {{.kind = "gpu", .index = 0}, "power", Unit::watts, 0, 0.1, {{{690, 695.25, 701}}, {}}}};
  const std::string golden = ASSAY_SOURCE_DIR "/tests/reports/io/golden/report.json";
  // ASSAY_UPDATE_GOLDEN=1 writes it anew, for a change that is meant.
  if (std::getenv("ASSAY_UPDATE_GOLDEN") != nullptr) write_atomically(golden, to_json(report));
  EXPECT_EQ(to_json(report), contents(golden));
}

TEST(Writer, WritesTheLeastReport) {
  EXPECT_EQ(to_json(Report{}),
            R"({
  "schema": "assay/report",
  "schema_version": "1.0",
  "run": {
    "id": "",
    "started": "",
    "complete": false,
    "level": "quick",
    "nodes": 1,
    "seed": 1,
    "data": "random",
    "tool": {"name":"assay"},
    "injected": []
  },
  "node": {
    "hostname": ""
  },
  "results": [],
  "events": []
}
)");
}

TEST(Writer, WritesLinesForEventsAndNodes) {
  EXPECT_EQ(to_json(Event{"t", "xid", {.kind = "gpu", .index = 3}, 79, "x"}),
            R"({"at":"t","kind":"xid","subject":{"kind":"gpu","index":3},"code":79,"text":"x"})");
  EXPECT_EQ(to_json(Node{.hostname = "n", .memory = {.bytes = 5}}),
            R"({"hostname":"n","memory":{"bytes":5}})");
}

}  // namespace
}  // namespace assay
