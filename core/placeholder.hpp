#pragma once
#include <string_view>

namespace assay {

/// Whether `serial` says nothing of the part that it is read from: empty, only zeros, or a phrase
/// that parts are delivered with which nobody named ("N/A", "To Be Filled By O.E.M."). In any case.
/// A serial number that merely begins as a phrase of digits does is one.
[[nodiscard]] bool is_placeholder(std::string_view serial);

}  // namespace assay
