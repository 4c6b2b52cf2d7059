#include "tests/reports/io/random_report.hpp"

namespace assay::test {
namespace {

Cpu random_cpu(Dice& dice) {
  return {random_integer(dice), maybe_text(dice), maybe_text(dice), random_count(dice),
          random_count(dice)};
}

Gpu random_gpu(Dice& dice) {
  return {.index = random_integer(dice),
          .uuid = maybe_text(dice),
          .serial = maybe_text(dice),
          .name = maybe_text(dice),
          .vbios = maybe_text(dice),
          .pci = maybe_text(dice),
          .board_part = maybe_text(dice),
          .module = maybe(dice, random_integer),
          .compute_capability = maybe_text(dice),
          .memory_bytes = maybe(dice, random_integer),
          .sms = maybe(dice, random_integer),
          .pcie_width = maybe(dice, random_integer)};
}

Nic random_nic(Dice& dice) {
  return {maybe_text(dice), maybe_text(dice), maybe_text(dice),
          maybe_text(dice), maybe_text(dice), maybe_text(dice)};
}

Run random_run(Dice& dice) {
  Run run;
  run.id = random_text(dice);
  run.started = random_text(dice);
  run.ended = maybe_text(dice);
  run.complete = dice.chance(0.5);
  run.level = random_text(dice);
  run.nodes = 1 + random_count(dice) / 2;
  run.seed = random_integer(dice);
  run.data = maybe_text(dice);
  run.argv = list(dice, 3, random_text);
  run.tool = {random_text(dice), maybe_text(dice), maybe_text(dice), maybe_text(dice)};
  run.injected = list(dice, 2, random_text);
  run.environment = named(dice, random_text);
  run.planned = list(dice, 3, random_text);
  run.planned_on = named(dice, [](Dice& d) { return list(d, 3, random_text); });
  run.opening = named(dice, [](Dice& d) { return named(d, random_integer); });
  return run;
}

}  // namespace

Node random_node(Dice& dice) {
  Node node;
  for (std::string* text : {&node.machine_id, &node.serial, &node.board_serial, &node.vendor,
                            &node.product, &node.bios, &node.boot_id, &node.hypervisor})
    *text = maybe_text(dice);
  node.hostname = random_text(dice);
  node.place = maybe(dice, [](Dice& d) {
    return Place{maybe_text(d), maybe_text(d), maybe_text(d), maybe_text(d),
                 maybe(d, random_integer)};
  });
  node.cpus = list(dice, 2, random_cpu);
  node.memory = {maybe(dice, random_integer), maybe(dice, random_integer)};
  node.gpus = list(dice, 3, random_gpu);
  node.nics = list(dice, 2, random_nic);
  node.links = list(dice, 2, [](Dice& d) {
    return Link{maybe_text(d), maybe_text(d), maybe_text(d)};
  });
  node.software = named(dice, random_text);
  return node;
}

Report random_report(Dice& dice, std::size_t most) {
  Report report;
  report.schema_version = "1." + std::to_string(dice.below(100));
  report.run = random_run(dice);
  report.node = random_node(dice);
  report.results = list(dice, most, random_result);
  report.events = list(dice, most, random_event);
  report.telemetry = list(dice, most, random_series);
  return report;
}

}  // namespace assay::test
