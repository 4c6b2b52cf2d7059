#pragma once
#include <cstdint>
#include <vector>

#include "core/xid_catalogue.hpp"
#include "reports/catalogue/reason_kind.hpp"

namespace assay {

/// Xids that follow each other and mean the same.
struct XidEntry {
  std::int64_t first = 0, last = 0;
  XidMeaning meaning;
};

/// All that are known, ascending.
[[nodiscard]] std::vector<XidEntry> xid_entries();

/// Our rule, for NVIDIA names none: a board that can only be replaced goes back; one that needed a
/// reset, or the vendor's advice, does if that happens again. What programs and the host did wrong
/// never counts against the GPU.
[[nodiscard]] ReturnGrounds grounds_for_return(const XidMeaning& meaning) noexcept;

}  // namespace assay
