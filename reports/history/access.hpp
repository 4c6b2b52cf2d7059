#pragma once
#include <string>

namespace assay::history {

/// What a history is opened for. Only `write` makes one or brings it up to this program's version.
enum class Access { read, write };

/// What the module that speaks to PostgreSQL offers. Throws Error with the loader's words where it,
/// or the server's client library, is not there.
[[nodiscard]] std::string postgresql_support();

}  // namespace assay::history
