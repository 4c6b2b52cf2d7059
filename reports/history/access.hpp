#pragma once

namespace assay::history {

/// What a history is opened for. Only `write` makes one or brings it up to this program's version.
enum class Access { read, write };

}  // namespace assay::history
