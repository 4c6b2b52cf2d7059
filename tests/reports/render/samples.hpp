#pragma once
#include <random>
#include <string>
#include <vector>

#include "reports/verdict.hpp"

namespace assay {

/// Four nodes, one of each verdict, with limits of every kind.
[[nodiscard]] std::vector<Judgement> sample_judgements();

/// What no machine should say of itself, and some do.
[[nodiscard]] std::vector<std::string> hostile_texts();

/// Any number of nodes with any verdicts; names that are compared are plain, sources and
/// sentences are hostile now and then.
[[nodiscard]] std::vector<Judgement> random_judgements(std::mt19937& random);

}  // namespace assay
