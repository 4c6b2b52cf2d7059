#include "cli/locate/simulation.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "core/error.hpp"
#include "reports/profile/fields.hpp"
#include "reports/profile/file.hpp"
#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

using locate::Kind;
using locate::Way;
using simulate::Fault;
using yaml::Fields;

constexpr std::array kKinds{Kind::rail,      Kind::spine,  Kind::leaf, Kind::node,    Kind::nic,
                            Kind::direction, Kind::uplink, Kind::pair, Kind::at_scale};

std::optional<double> quantity_of(const Fields& fields, const std::string& source,
                                  std::string_view key, Unit unit) {
  const yaml::Value* value = fields.find(key);
  if (value == nullptr) return std::nullopt;
  std::string why;
  const auto quantity = parse_quantity(yaml::word(*value, source, fields.name_of(key)), why);
  if (!quantity) fields.refuse(key, why);
  if (quantity->unit != unit)
    fields.refuse(key, "must be in " + std::string(unit == Unit::ratio ? "%" : symbol(unit)));
  return quantity->value;
}

double share_of(const Fields& fields, const std::string& source, std::string_view key,
                double otherwise) {
  const double share = quantity_of(fields, source, key, Unit::ratio).value_or(otherwise);
  if (share > 1) fields.refuse(key, "must not be more than 100 %");
  return share;
}

std::int32_t count_of(const Fields& fields, std::string_view key, std::int32_t least,
                      std::int32_t otherwise) {
  const auto count = fields.integer(key);
  if (!count) return otherwise;
  if (*count < least || *count > std::numeric_limits<std::int32_t>::max())
    fields.refuse(key, "must be a number from " + std::to_string(least));
  return static_cast<std::int32_t>(*count);
}

std::int32_t required_count(const Fields& fields, std::string_view key) {
  if (fields.find(key) == nullptr) fields.refuse(key, "is missing");
  return count_of(fields, key, 0, 0);
}

/// Turns the lines about faults into faults.
class FaultReader {
 public:
  FaultReader(const std::string& source, const std::vector<std::string>& nodes)
      : source_(source), nodes_(nodes) {}

  Fault read(const yaml::Value& value, const std::string& name) const {
    const Fields fields(
        value, source_, name,
        {"kind", "node", "nodes", "rail", "leaf", "uplink", "way", "slow", "least_group"});
    Fault fault;
    fault.kind = kind(fields);
    fault.share = 1 - share_of(fields, source_, "slow", 1);
    if (fault.share >= 1) fields.refuse("slow", "must be more than 0 %");
    if (is(fault, {Kind::node, Kind::nic, Kind::direction, Kind::at_scale}))
      fault.node = node(fields, "node", fields.find("node"));
    if (fault.kind == Kind::pair) read_pair(fields, fault);
    if (is(fault, {Kind::nic, Kind::rail})) fault.rail = required_count(fields, "rail");
    if (is(fault, {Kind::direction, Kind::pair})) fault.rail = count_of(fields, "rail", 0, -1);
    if (is(fault, {Kind::leaf, Kind::uplink})) fault.leaf = required_count(fields, "leaf");
    if (is(fault, {Kind::spine, Kind::uplink})) fault.uplink = required_count(fields, "uplink");
    read_way(fields, fault);
    if (fault.kind == Kind::at_scale)
      fault.least_group = count_of(fields, "least_group", 2, fault.least_group);
    return fault;
  }

 private:
  static bool is(const Fault& fault, std::initializer_list<Kind> kinds) {
    return std::find(kinds.begin(), kinds.end(), fault.kind) != kinds.end();
  }

  static Kind kind(const Fields& fields) {
    const std::string word = fields.required_text("kind");
    std::string all;
    for (const Kind kind : kKinds) {
      if (word == locate::name(kind)) return kind;
      all += (all.empty() ? "" : ", ") + std::string(locate::name(kind));
    }
    fields.refuse("kind", "must be one of " + all);
  }

  std::int32_t node(const Fields& fields, std::string_view key, const yaml::Value* value) const {
    if (value == nullptr) fields.refuse(key, "is missing");
    const std::string word = yaml::word(*value, source_, fields.name_of(key));
    const auto named = std::find(nodes_.begin(), nodes_.end(), word);
    if (named != nodes_.end()) return static_cast<std::int32_t>(named - nodes_.begin());
    const bool is_number =
        !word.empty() && word.size() < 9 && word.find_first_not_of("0123456789") == word.npos;
    if (!is_number || static_cast<std::size_t>(std::stoi(word)) >= nodes_.size())
      fields.refuse(key, "there is no node " + word + " among " + std::to_string(nodes_.size()));
    return std::stoi(word);
  }

  void read_pair(const Fields& fields, Fault& fault) const {
    const std::vector<yaml::Value> both = fields.list("nodes");
    if (both.size() != 2) fields.refuse("nodes", "must be a list of two");
    fault.node = node(fields, "nodes", &both[0]);
    fault.other = node(fields, "nodes", &both[1]);
    if (fault.node == fault.other) fields.refuse("nodes", "must be two different nodes");
  }

  static void read_way(const Fields& fields, Fault& fault) {
    const std::string word = fields.text("way", "");
    if (word == "sending")
      fault.way = Way::sending;
    else if (word == "receiving")
      fault.way = Way::receiving;
    else if (!word.empty() || fault.kind == Kind::direction)
      fields.refuse("way", "must be sending or receiving");
    if (fault.way && !is(fault, {Kind::direction, Kind::uplink, Kind::pair}))
      fields.refuse("way", "is for a direction, an uplink or a pair");
  }

  const std::string& source_;
  const std::vector<std::string>& nodes_;
};

void read_shape(const yaml::Value& value, const std::string& source, Simulation& simulation) {
  const Fields fields(value, source, "fabric",
                      {"rails", "nodes_per_leaf", "uplinks", "leaves", "rate"});
  simulate::Shape& shape = simulation.shape;
  shape.rails = count_of(fields, "rails", 1, shape.rails);
  shape.nodes_per_leaf = count_of(fields, "nodes_per_leaf", 1, shape.nodes_per_leaf);
  shape.uplinks = count_of(fields, "uplinks", 1, shape.uplinks);
  const std::string leaves = fields.text("leaves", "per rail");
  if (leaves != "per rail" && leaves != "shared")
    fields.refuse("leaves", R"(must be "per rail" or "shared")");
  shape.leaf_per_rail = leaves == "per rail";
  simulation.rate =
      quantity_of(fields, source, "rate", Unit::bytes_per_second).value_or(simulation.rate);
  if (simulation.rate <= 0) fields.refuse("rate", "must be more than 0");
}

}  // namespace

Simulation read_simulation(const std::string& yaml, const std::string& source,
                           const std::vector<std::string>& nodes) {
  const yaml::Value root = yaml::parse(yaml, source);
  const Fields fields(root, source, "", {"fabric", "noise", "outliers", "faults"});
  Simulation simulation;
  if (const yaml::Value* shape = fields.find("fabric")) read_shape(*shape, source, simulation);
  simulation.noise.deviation = share_of(fields, source, "noise", simulation.noise.deviation);
  simulation.noise.outliers = share_of(fields, source, "outliers", simulation.noise.outliers);
  const FaultReader reader(source, nodes);
  const std::vector<yaml::Value> faults = fields.list("faults");
  for (std::size_t i = 0; i < faults.size(); ++i)
    simulation.faults.push_back(reader.read(faults[i], "faults[" + std::to_string(i) + "]"));
  return simulation;
}

Simulation load_simulation(const std::string& path, const std::vector<std::string>& nodes) {
  const std::optional<std::string> text = read_configuration(path);
  if (!text) throw InputError(path, 0, "", "cannot be opened");
  return read_simulation(*text, path, nodes);
}

}  // namespace assay
