#include "cli/dossier.hpp"

#include "reports/dossier/provenance.hpp"
#include "reports/dossier/sentences.hpp"
#include "reports/render.hpp"
#include "reports/render/identity.hpp"
#include "reports/render/markdown_cells.hpp"

namespace assay {
namespace {

std::string table(const std::string& head, const Labelled& rows) {
  std::string out = markdown_head({head, ""});
  for (const auto& [key, value] : rows)
    if (!value.empty()) out += markdown_row({markdown_cell(key), markdown_cell(value)});
  return out + '\n';
}

std::string who(const Node& node) {
  std::string out = markdown_head({"part", "", ""});
  for (const IdentityBlock& block : identity(node))
    for (const auto& [key, value] : block.entries)
      if (!value.empty())
        out += markdown_row({markdown_cell(block.title), markdown_cell(key), markdown_cell(value)});
  return out + '\n';
}

std::string events(const std::vector<Event>& events) {
  if (events.empty()) return "";
  std::string out = "\n" + markdown_head({"at", "event", "subject", "text"});
  for (const Event& event : events)
    out += markdown_row(
        {markdown_cell(event.at),
         markdown_cell(event.kind + (event.code ? ' ' + std::to_string(*event.code) : "")),
         markdown_cell(label(event.subject)), markdown_cell(event.text)});
  return out;
}

}  // namespace

std::string dossier_chapter(const Judgement& judgement, const ReadReport* read) {
  std::string out = "## " + markdown_cell(judgement.node) + "\n\n";
  const Report* report = read == nullptr ? nullptr : &read->report;
  out += render("markdown", {judgement}, {.verbose = true, .report = report}) + '\n';
  if (report == nullptr) return out;
  return out + table("provenance", provenance_of(judgement, report, read->hash)) +
         who(report->node) + events(report->events) + '\n' +
         table("how to repeat it", how_to_repeat(judgement, report));
}

}  // namespace assay
