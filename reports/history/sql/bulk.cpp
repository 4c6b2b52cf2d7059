#include "reports/history/sql/bulk.hpp"

namespace assay::history {

std::size_t Rows::size() const {
  return std::visit([](const auto& values) { return values.size(); }, columns.at(0).values);
}

void Rows::clear() {
  for (Column& column : columns) std::visit([](auto& values) { values.clear(); }, column.values);
}

}  // namespace assay::history
