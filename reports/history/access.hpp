#pragma once
namespace assay::history {

/// What a history is opened for. Only `write` makes one or brings it up to this program's version.
enum class Access { read, write };

/// Throws Error with the loader's words where the module that speaks to PostgreSQL, or the server's
/// client library, is not there.
void require_postgresql();

}  // namespace assay::history
