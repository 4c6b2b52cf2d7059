#include "reports/io/locate.hpp"
#include "reports/io/read_into.hpp"

namespace assay {
namespace {

constexpr auto kRequired = Presence::required;

void read_schema(const Spot& at, Report& /*into*/) {
  if (at.text() != "assay/report") at.fail(R"(must be "assay/report")");
}

void read_version(const Spot& at, Report& into) {
  const std::string_view version = at.text();
  const std::size_t dot = version.find('.');
  const std::string_view major = version.substr(0, dot);
  const std::string_view minor = dot == std::string_view::npos ? "" : version.substr(dot + 1);
  constexpr std::string_view kDigits = "0123456789";
  if (major.empty() || minor.empty() || minor.size() > 9 ||
      major.find_first_not_of(kDigits) != std::string_view::npos ||
      minor.find_first_not_of(kDigits) != std::string_view::npos)
    at.fail("must be two numbers and a dot");
  if (major != "1") at.fail("version " + shown(version) + " is unknown; this program reads 1.x");
  into.schema_version = version;
}

// The report's own `telemetry` holds one array; the level between leaves room beside it.
struct Recording {
  std::vector<Series> series;
};

void read_telemetry(const Spot& at, Report& into) {
  static constexpr std::array kTable{member<&Recording::series>("series")};
  Recording recording;
  read_members(at, kTable, recording);
  into.telemetry = std::move(recording.series);
}

}  // namespace

void read_into(const Spot& at, Tool& into) {
  static constexpr std::array kTable{
      member<&Tool::name>("name", kRequired),
      member<&Tool::version>("version"),
      member<&Tool::commit>("commit"),
      member<&Tool::build>("build"),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Run& into) {
  static constexpr std::array kTable{
      member<&Run::id>("id", kRequired),
      member<&Run::started>("started", kRequired),
      member<&Run::ended>("ended"),
      member<&Run::complete>("complete", kRequired),
      member<&Run::level>("level", kRequired),
      Member<Run>{"nodes", kRequired,
                  [](const Spot& nodes, Run& run) { run.nodes = nodes.integer(1); }},
      member<&Run::seed>("seed"),
      member<&Run::data>("data"),
      member<&Run::argv>("argv"),
      member<&Run::tool>("tool", kRequired),
      member<&Run::injected>("injected", kRequired),
      member<&Run::environment>("environment"),
      member<&Run::planned>("planned"),
      member<&Run::planned_on>("planned_on"),
      member<&Run::opening>("opening"),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Report& into) {
  static constexpr std::array kTable{
      Member<Report>{"schema", kRequired, read_schema},
      Member<Report>{"schema_version", kRequired, read_version},
      member<&Report::run>("run", kRequired),
      member<&Report::node>("node"),
      member<&Report::nodes>("nodes"),
      member<&Report::results>("results", kRequired),
      member<&Report::events>("events"),
      Member<Report>{"telemetry", Presence::optional, read_telemetry},
  };
  bool node = false;
  bool nodes = false;
  // First what this is, wherever it stands: of another major version nothing else can be said.
  at.members([&](const Spot& field) {
    if (field.key() == "schema") read_schema(field, into);
    if (field.key() == "schema_version") read_version(field, into);
    node = node || field.key() == "node";
    nodes = nodes || field.key() == "nodes";
  });
  read_members(at, kTable, into);
  if (node && nodes) at.fail("is of one node and of several");
  if (!node && !nodes) at.fail_missing("node");
  if (nodes && into.nodes.empty()) at.fail("is of several nodes and names none");
  if (nodes) into.node.hostname = fabric_name(into.run);
}

}  // namespace assay
