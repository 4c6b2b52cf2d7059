#include <soci/version.h>

#include "reports/history/postgresql/module.hpp"

namespace assay::history {

std::string postgresql_module_build() { return "1, SOCI " + std::to_string(SOCI_VERSION); }

}  // namespace assay::history
