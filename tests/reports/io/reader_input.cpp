#include "tests/reports/io/reader_input.hpp"

#include <stdexcept>

#include "core/error.hpp"
#include "reports/reader.hpp"

namespace assay::test {

const std::string& good() {
  static const std::string text = R"({
  "schema": "assay/report",
  "schema_version": "1.0",
  "run": {"id": "r", "started": "s", "complete": true, "level": "quick",
          "nodes": 1, "tool": {"name": "assay"}, "injected": []},
  "node": {"hostname": "n", "gpus": [{"index": 0}]},
  "results": [
    {"test": "a.b", "subject": {"kind": "gpu", "index": 0}, "outcome": "ok", "attempt": 1,
     "params": {"bytes": 8},
     "metrics": [
       {"name": "bandwidth", "unit": "B/s", "better": "higher", "value": 1.5,
        "samples": {"n": 3, "p05": 1.5}}],
     "telemetry": {"power_w": {"mean": 1}, "lost": []},
     "defects": []}],
  "events": [{"at": "t", "kind": "xid"}],
  "telemetry": {"series": [
    {"name": "power", "unit": "W", "t0": 0, "period_s": 1, "values": [[1, 2, 3], null]}]},
  "later": {"x": [1]}
})";
  return text;
}

std::string edited(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("no " + from);
  return text.replace(at, from.size(), to);
}

std::string refusal(const std::string& json) {
  try {
    (void)read_report(json, "r.json");
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace assay::test
