#pragma once
#include <string_view>

#include "tests/tools/schema.hpp"

namespace assay::test {

/// Holds the reader to its promises on any bytes: either it refuses them with an InputError, or the
/// schema accepts them, too, and what was read is written and read again without loss. Returns
/// whether the reader accepted. Throws std::logic_error, saying how, when a promise is broken.
bool check_reader(std::string_view bytes, const Schema& schema);

}  // namespace assay::test
