#include "reports/catalogue/pages/view.hpp"
#include "reports/render/markdown_cells.hpp"

namespace assay {
namespace {

constexpr std::string_view kIntroduction =
    R"(# Every reason that a verdict can carry

Written by `assay errors --format markdown`; a test fails where this page differs. `assay errors
ID` tells one of them, `assay errors xid:79` what that Xid means.

Ids are stable, and stand in every format: beside the reason in text, Markdown and the page, as
`id` in JSON, JSON lines and CSV, as the label `id` in Prometheus, as `type` in JUnit. The
verdict is the one that the reason leads to; a node has the worst of all its reasons.

Causes are ordered by our judgement, the most likely first: no statistics of ours stand behind
them. "Grounds for return" says whether hardware may go back to its vendor for this reason alone;
"if it shows again" means when the test fails again, run alone on an idle machine.
)";

constexpr std::string_view kXids = R"(
## Xids

By these numbers the NVIDIA driver reports errors to the kernel's log. What they mean is from
NVIDIA's public [catalogue of Xids](https://docs.nvidia.com/deploy/xid-errors/), in our words;
whether they are grounds for return is our rule. `system.kernel_log` counts them, and its limits
make `above-limit` of them. Those of NVLink 5 (144 to 150) and 154 say in the log's line how bad
they are; without it they are taken for the worst.

)";

std::string section(const ReasonKind& kind) {
  std::string out = "### " + std::string(kind.id) + "\n\n**" + std::string(name(kind.verdict)) +
                    "**: " + std::string(kind.meaning) +
                    ". Grounds for return: " + std::string(name(kind.grounds)) + ".\n\n";
  int n = 0;
  for (const std::string& cause : causes_of(kind)) out += std::to_string(++n) + ". " + cause + '\n';
  return out + "\nNext: " + std::string(kind.action) + ".\n";
}

std::string table(const std::vector<XidEntry>& entries) {
  std::string out =
      markdown_head({"Xid", "meaning", "whose", "fatal", "do next", "grounds for return"});
  for (const XidEntry& entry : entries)
    out +=
        markdown_row({codes(entry), markdown_cell(std::string(entry.meaning.text)),
                      std::string(name(entry.meaning.xid_class)),
                      entry.meaning.fatal ? "yes" : "no", std::string(name(entry.meaning.action)),
                      std::string(name(grounds_for_return(entry.meaning)))});
  return out;
}

}  // namespace

std::string catalogue_markdown(const CatalogueView& view) {
  const bool is_page = !view.topics.empty() && !view.xids.empty();
  std::string out(is_page ? kIntroduction : "");
  for (const ReasonTopic& topic : view.topics) {
    if (is_page) out += "\n## " + std::string(topic.title) + '\n';
    for (const ReasonKind& kind : topic.kinds) out += (is_page ? "\n" : "") + section(kind);
  }
  if (is_page) out += kXids;
  return view.xids.empty() ? out : out + table(view.xids);
}

}  // namespace assay
