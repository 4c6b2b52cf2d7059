#include "cli/history/query.hpp"

#include <limits>
#include <ostream>

#include "cli/history/json.hpp"
#include "cli/history/text.hpp"
#include "cli/output.hpp"
#include "core/error.hpp"
#include "reports/render/plain.hpp"

namespace assay {
namespace {

using history::History;
using history::Json;

/// An answer in the format asked for; nothing where nobody of that name is known.
using Answer = std::optional<std::string>;

template <class T>
std::string shown(const QueryArguments& arguments, const T& found, Json (*json)(const T&)) {
  return arguments.format == "json" ? history::document(json(found)) : history::text_of(found);
}

history::NightNumber since_of(const QueryArguments& arguments, history::NightNumber otherwise) {
  if (arguments.since.empty()) return otherwise;
  const auto night = history::parse_night(arguments.since);
  if (!night || arguments.since.size() != 10)
    throw InputError("", 0, "--since", "\"" + arguments.since + "\" is no date as 2026-11-21 is");
  return *night;
}

Answer about_node(History& history, const QueryArguments& arguments) {
  const auto node = history::node_history(history, arguments.name);
  if (!node) return std::nullopt;
  return shown(arguments, *node, history::json_of);
}

Answer about_serial(History& history, const QueryArguments& arguments) {
  const auto devices = history::device_history(history, arguments.name);
  if (devices.empty()) return std::nullopt;
  return shown(arguments, devices, history::json_list);
}

Answer about_metric(History& history, const QueryArguments& arguments) {
  const auto lines =
      history::metric_history(history, arguments.name, arguments.subject, arguments.nights);
  if (lines.empty()) return std::nullopt;
  return shown(arguments, lines, history::json_list);
}

Answer about_moves(History& history, const QueryArguments& arguments) {
  const auto nights = history.last_nights(arguments.nights);
  const auto since = since_of(arguments, nights.empty() ? 0 : nights.front());
  return shown(arguments, history::moves(history, since), history::json_list);
}

Answer about_changes(History& history, const QueryArguments& arguments) {
  if (arguments.since.empty())
    throw InputError("", 0, "--since", "changes since which night? give --since 2026-11-21");
  return shown(arguments, history::changes(history, since_of(arguments, 0)), history::json_of);
}

Answer answer(History& history, const QueryArguments& arguments) {
  if (arguments.what == "moves") return about_moves(history, arguments);
  if (arguments.what == "changes") return about_changes(history, arguments);
  if (arguments.name.empty())
    throw InputError("", 0, "query", arguments.what + " wants a name after it");
  if (arguments.what == "node") return about_node(history, arguments);
  if (arguments.what == "serial") return about_serial(history, arguments);
  return about_metric(history, arguments);
}

}  // namespace

ExitCode query_history(const QueryArguments& arguments, Console& console) {
  (void)since_of(arguments, 0);
  History history(arguments.database, history::Access::read);
  const Answer found = answer(history, arguments);
  if (!found) {
    console.err << "assay: the history knows no " << arguments.what << " \""
                << plain(arguments.name) << "\"\n";
    return ExitCode::unknown;
  }
  write_output(console, "--out", arguments.out, *found);
  return ExitCode::pass;
}

}  // namespace assay
