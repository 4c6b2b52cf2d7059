#include "reports/catalogue/make_reason.hpp"

// Compiled by unknown_id.cmake: with an id of the catalogue, and with one that is not in it.
assay::Reason given() { return assay::make_reason(ASSAY_TRIED_ID, "for this"); }
