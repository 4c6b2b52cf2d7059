#include <algorithm>
#include <cmath>

#include "core/text.hpp"
#include "reports/importers/common/json.hpp"
#include "reports/importers/nvbandwidth/bench.hpp"

namespace assay::nvbandwidth {
namespace {

class Reader {
 public:
  explicit Reader(const LogText& text) : json_(read_json(text)) {
    bench_.file = text.file;
    bench_.unread = json_.unread;
    const JsonValue* root = json_.root ? json_.root->find("nvbandwidth") : nullptr;
    if (root != nullptr)
      take(*root);
    else if (json_.root)
      unread(*json_.root, "no object nvbandwidth");
  }
  [[nodiscard]] Bench bench() && { return std::move(bench_); }

 private:
  void take(const JsonValue& root);
  void take_device_list(const JsonValue& list);
  void take_case(const JsonValue& value);
  void take_matrix(const JsonValue& value, Case& into);
  void unread(const JsonValue& value, const std::string& why) {
    bench_.unread.push_back(json_.at(value, why));
  }

  JsonText json_;
  Bench bench_;
};

/// "0: NVIDIA H100 (00000000:19:00): (host)"
void Reader::take_device_list(const JsonValue& list) {
  for (const JsonValue& device : list.elements) {
    if (!take_device(device.text, bench_.node)) unread(device, "no number, name and address");
    const auto host = device.text.rfind(": (");
    if (host != std::string::npos && device.text.ends_with(')'))
      bench_.node.hostname = device.text.substr(host + 3, device.text.size() - host - 4);
  }
}

void Reader::take_matrix(const JsonValue& value, Case& into) {
  Matrix matrix{.description = value.text_of("bandwidth_description").value_or("")};
  for (const JsonValue& row : value.find("bandwidth_matrix")->elements) {
    auto& cells = matrix.rows.emplace_back();
    matrix.columns = std::max(matrix.columns, row.elements.size());
    for (const JsonValue& cell : row.elements) {
      cells.push_back(printed(cell.text));
      if (!cells.back() && cell.text != "N/A") unread(cell, "is no figure");
    }
  }
  for (const auto& row : matrix.rows)
    if (row.size() != matrix.columns) return unread(value, "rows of different lengths");
  // The three matrices of a test in both directions stand one below the other; the sum is the
  // last's.
  if (matrix.columns > 1 && matrix.rows.size() == 3 * matrix.columns)
    matrix.rows.erase(matrix.rows.begin(),
                      matrix.rows.end() - static_cast<std::ptrdiff_t>(matrix.columns));
  if (const auto sum = value.number_of("sum")) matrix.sum = Printed{*sum, std::abs(*sum) * 1e-9};
  if (!matrix.sum) unread(value, "no sum");
  if (matrix.description.empty()) unread(value, "no bandwidth_description");
  into.matrices.push_back(std::move(matrix));
}

void Reader::take_case(const JsonValue& value) {
  Case into{.name = value.text_of("name").value_or("")};
  if (into.name.empty()) return unread(value, "a test without a name");
  const std::string status = value.text_of("status").value_or("");
  into.waived = status == "Waived";
  if (status != "Passed" && !into.waived)
    into.error = value.text_of("error").value_or(status.empty() ? "no status" : status);
  const JsonValue* matrix = value.find("bandwidth_matrix");
  if (matrix != nullptr)
    take_matrix(value, into);
  else if (status == "Passed")
    unread(value, "passed without a matrix");
  if (!into.error.empty()) unread(value, into.error);
  bench_.cases.push_back(std::move(into));
}

void Reader::take(const JsonValue& root) {
  bench_.version = root.text_of("version").value_or("");
  if (const auto driver = root.text_of("Driver Version")) bench_.node.software["driver"] = *driver;
  if (const auto cuda = root.number_of("CUDA Runtime Version"))
    bench_.node.software["cuda"] =
        std::to_string(static_cast<std::int64_t>(std::clamp(*cuda, 0.0, 1e9)));
  const JsonValue* mean = root.find("useMean");
  if (mean != nullptr && mean->boolean) bench_.statistic = "mean";
  if (const auto size = root.number_of("bufferSize")) bench_.buffer_bytes = *size * (1 << 20);
  if (const JsonValue* list = root.find("GPU Device list")) take_device_list(*list);
  if (const auto error = root.text_of("error")) unread(root, *error);
  const JsonValue* cases = root.find("testcases");
  if (cases == nullptr || cases->elements.empty()) return unread(root, "no testcases");
  for (const JsonValue& value : cases->elements) take_case(value);
}

}  // namespace

Bench read_json_file(const LogText& text) { return Reader(text).bench(); }

}  // namespace assay::nvbandwidth
