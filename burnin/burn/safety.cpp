#include "burnin/burn/safety.hpp"

#include <cmath>

#include "burnin/xid_catalogue.hpp"
#include "core/text.hpp"

namespace assay {
