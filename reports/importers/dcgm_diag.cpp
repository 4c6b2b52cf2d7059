// dcgmi diag, as a table and as JSON, of DCGM 3 and 4.
#include "reports/importers/dcgm/diag.hpp"

namespace assay {
namespace {

bool recognises(const Log& log) {
  const LogText text = read_text(log);
  return is_dcgm_table(text) || is_dcgm_json(text);
}

Imported read(const Log& log) {
  const LogText text = read_text(log);
  const DcgmDiag diag = is_dcgm_table(text) ? read_dcgm_table(text) : read_dcgm_json(text);
  return dcgm_findings(text, diag);
}

}  // namespace

ASSAY_IMPORTER(recognises, read);

}  // namespace assay
