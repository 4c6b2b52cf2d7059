#include "reports/dossier/sheet.hpp"

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "reports/catalogue/make_reason.hpp"
#include "reports/dossier/html_page.hpp"
#include "reports/dossier/matrix.hpp"
#include "reports/render/lines.hpp"
#include "reports/render/markdown_cells.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/summary.hpp"

namespace assay {
namespace {

constexpr std::size_t kNameColumns = 60;
constexpr std::size_t kWhyColumns = 140;

std::string cell(const std::string& text, std::size_t columns = kNameColumns) {
  return html_text(plain(text, columns));
}

void put_in_order(std::vector<SheetNode>& nodes) {
  std::stable_sort(nodes.begin(), nodes.end(), [](const SheetNode& a, const SheetNode& b) {
    if (a.rack != b.rack) return naturally_before(a.rack, b.rack);
    if (a.unit != b.unit) return naturally_before(a.unit, b.unit);
    return naturally_before(a.name, b.name);
  });
}

Tally totals(const std::vector<SheetNode>& nodes) {
  Tally tally;
  for (const SheetNode& node : nodes) tally.add(node.verdict);
  return tally;
}

/// The distinct values of `member`, in words.
std::string all_of(const std::vector<SheetNode>& nodes, const std::string SheetNode::*member) {
  std::set<std::string> words;
  for (const SheetNode& node : nodes)
    if (!(node.*member).empty()) words.insert(plain(node.*member, kNameColumns));
  return joined({words.begin(), words.end()}, ", ");
}

std::string title_of(const std::vector<SheetNode>& nodes) {
  const std::string racks = all_of(nodes, &SheetNode::rack);
  return racks.empty() ? "Acceptance of " + counted(nodes.size(), "node")
                       : "Acceptance of rack " + plain(racks, kNameColumns);
}

std::string serials_of(const SheetNode& node) {
  std::string text;
  for (const std::string& serial : node.gpu_serials)
    text += (text.empty() ? "" : " ") + plain(serial.empty() ? "-" : serial, 24);
  return text;
}

std::string row(const SheetNode& node) {
  const std::string verdict(name(node.verdict));
  std::string out = R"(<tr><td class="verdict )" + verdict + R"(">)" + verdict + "</td><td><b>" +
                    cell(node.name) + "</b>" +
                    (node.unit.empty() ? "" : "<br>unit " + cell(node.unit)) + "</td><td>" +
                    cell(node.serial) + R"(</td><td class="code">)" + html_text(serials_of(node)) +
                    R"(</td><td class="code">)" +
                    (node.hash.empty() ? "no report" : cell(node.hash, 64)) + "</td></tr>\n";
  if (!node.why.empty())
    out += R"(<tr class="why"><td></td><td colspan="4">)" + cell(node.why, kWhyColumns) +
           "</td></tr>\n";
  return out;
}

std::string fact(const std::string& key, const std::string& value) {
  return value.empty() ? "" : "<dt>" + key + "</dt><dd>" + html_text(value) + "</dd>";
}

std::string place_to_sign(const std::string& who) {
  return "<div class=\"sign\"><b>" + who +
         "</b><span>name</span><span>date</span><span>signature</span></div>";
}

}  // namespace

void put_in_place(const SiteHost& host, SheetNode& node) {
  node.rack = host.place.rack;
  node.unit = host.place.unit ? std::to_string(*host.place.unit) : "";
}

SheetNode sheet_node(const Judgement& judgement, const Report* report, const std::string& hash) {
  SheetNode node{.name = judgement.node,
                 .profile = judgement.profile,
                 .level = "",
                 .verdict = judgement.verdict,
                 .why = "",
                 .serial = "",
                 .gpu_serials = {},
                 .rack = "",
                 .unit = "",
                 .hash = hash};
  if (!judgement.reasons.empty()) {
    const Reason& worst = judgement.reasons.front();
    node.why = worst.id + ": " + worst.text;
    if (judgement.reasons.size() > 1)
      node.why = counted(judgement.reasons.size(), "reason") + ", the worst: " + node.why;
  }
  if (report == nullptr) return node;
  node.level = report->run.level;
  node.serial = report->node.serial;
  for (const Gpu& gpu : report->node.gpus) node.gpu_serials.push_back(gpu.serial);
  if (report->node.place) {
    node.rack = report->node.place->rack;
    if (report->node.place->unit) node.unit = std::to_string(*report->node.place->unit);
  }
  return node;
}

void add_absent_nodes(const Site& site, std::vector<SheetNode>& nodes) {
  std::set<const SiteHost*> heard;
  std::set<std::string> racks;
  for (const SheetNode& node : nodes) {
    const SiteHost* host = site.find(node.name);
    if (host == nullptr) continue;
    heard.insert(host);
    racks.insert(host->place.rack);
  }
  for (const auto& [name, host] : site.hosts) {
    if (heard.contains(&host) || !racks.contains(host.place.rack)) continue;
    const Reason reason =
        make_reason("absent-node", "the site file names it, and there is no report of it");
    SheetNode node =
        sheet_node({.node = name, .verdict = Verdict::unknown, .reasons = {reason}}, nullptr, "");
    put_in_place(host, node);
    node.serial = host.serial;
    node.gpu_serials = host.gpu_serials;
    nodes.push_back(std::move(node));
  }
}

std::string sheet_page(std::vector<SheetNode> nodes, const std::string& date) {
  put_in_order(nodes);
  const std::string title = title_of(nodes);
  std::string body = "<main><h1>" + html_text(title) + "</h1><p class=\"total\">" +
                     html_text(counted(nodes.size(), "node") + ": " + totals(nodes).text()) +
                     "</p><dl>" + fact("date", date) +
                     fact("profile", all_of(nodes, &SheetNode::profile)) +
                     fact("level", all_of(nodes, &SheetNode::level)) +
                     "</dl>\n<table><thead><tr><th>verdict</th><th>node</th><th>serial</th><th>GPU "
                     "serials</th><th>SHA-256 of the report</th></tr></thead><tbody>\n";
  for (const SheetNode& node : nodes) body += row(node);
  body +=
      "</tbody></table>\n<p class=\"words\">The verdicts are those of assay, on the reports with "
      "these hashes. A signature accepts the nodes that passed; one that warns only where "
      "that is written beside it.</p><div "
      "class=\"signs\">" +
      place_to_sign("Handed over by") + place_to_sign("Accepted by") + "</div></main>\n";
  return html_page({.title = title,
                    .without_scripts = {},
                    .styles = {page_part("sheet.css")},
                    .scripts = {},
                    .data = "",
                    .body = body});
}

std::string sheet_markdown(std::vector<SheetNode> nodes, const std::string& date) {
  put_in_order(nodes);
  std::string out =
      "# " + markdown_cell(title_of(nodes)) + "\n\n" +
      markdown_cell(counted(nodes.size(), "node") + ": " + totals(nodes).text()) + "\n\n" +
      markdown_head({"date", "profile", "level"}) +
      markdown_row({markdown_cell(date), markdown_cell(all_of(nodes, &SheetNode::profile)),
                    markdown_cell(all_of(nodes, &SheetNode::level))}) +
      '\n' +
      markdown_head(
          {"verdict", "node", "unit", "serial", "GPU serials", "SHA-256 of the report", "why"});
  for (const SheetNode& node : nodes)
    out += markdown_row(
        {std::string(name(node.verdict)), markdown_cell(plain(node.name, kNameColumns)),
         markdown_cell(plain(node.unit, kNameColumns)),
         markdown_cell(plain(node.serial, kNameColumns)), markdown_cell(serials_of(node)),
         markdown_cell(node.hash), markdown_cell(plain(node.why, kWhyColumns))});
  return out + '\n' + markdown_head({"", "name", "date", "signature"}) +
         markdown_row({"Handed over by", " ", " ", " "}) +
         markdown_row({"Accepted by", " ", " ", " "});
}

}  // namespace assay
