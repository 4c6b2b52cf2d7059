#include "reports/importers/importer.hpp"

int main() { return assay::importers().size() == 1 ? 0 : 1; }
