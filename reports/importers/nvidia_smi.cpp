// nvidia-smi: -q as text and XML, --query-gpu as CSV, its table, and nvlink -s.
#include <algorithm>
#include <array>

#include "reports/importers/common/log_text.hpp"
#include "reports/importers/machine/findings.hpp"
#include "reports/importers/nvidia_smi/fields.hpp"
#include "reports/importers/nvidia_smi/smi_log.hpp"

namespace assay {
namespace {

struct Form {
  bool (*is)(const LogText& text);
  SmiLog (*read)(const LogText& text);
};
constexpr std::array<Form, 5> kForms{{{is_smi_xml, read_smi_xml},
                                      {is_smi_text, read_smi_text},
                                      {is_smi_table, read_smi_table},
                                      {is_smi_nvlink, read_smi_nvlink},
                                      {is_smi_csv, read_smi_csv}}};

const Form* form_of(const LogText& text) {
  const auto found =
      std::find_if(kForms.begin(), kForms.end(), [&](const Form& form) { return form.is(text); });
  return found == kForms.end() ? nullptr : &*found;
}

bool recognises(const Log& log) { return form_of(read_text(log)) != nullptr; }

Imported read(const Log& log) {
  const LogText text = read_text(log);
  if (const Form* form = form_of(text)) return smi_findings(text, form->read(text));
  Imported imported;
  imported.unread = text.unread;
  imported.unread.push_back(at_line(text.file, 0, "is no form of nvidia-smi's that is known"));
  return imported;
}

}  // namespace

ASSAY_IMPORTER(recognises, read);

}  // namespace assay
