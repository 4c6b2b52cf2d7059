#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// What a page is made of. Texts are UTF-8 as machines may have said them; the page shows them and
/// runs nothing of them.
struct HtmlPage {
  std::string title;
  /// Shown where scripts do not run: what matters most, a paragraph each.
  std::vector<std::string> without_scripts;
  std::vector<std::string_view> styles, scripts;  ///< texts of page_part(), in this order
  std::string data;                               ///< JSON, for the scripts
  std::string body;  ///< markup of a page that has no scripts; its texts went through html_text()
};

/// One document that needs nothing else: no file, no network. Its Content-Security-Policy allows
/// these very styles and scripts, by their hashes, and pictures within the page; nothing more.
[[nodiscard]] std::string html_page(const HtmlPage& page);

/// `text` as the content of an element or of a quoted attribute.
[[nodiscard]] std::string html_text(std::string_view text);

/// JSON as it may stand in a script element: no "<" is left that could end it.
[[nodiscard]] std::string json_in_script(std::string_view json);

/// A file of reports/dossier/page/ by its name, or "chart.js"; compiled in. Throws Error for
/// another name.
[[nodiscard]] std::string_view page_part(std::string_view name);

}  // namespace assay
