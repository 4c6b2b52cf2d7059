#include "reports/dossier/provenance.hpp"

namespace assay {

Labelled provenance_of(const Judgement& judgement, const Report* report, const std::string& hash) {
  Labelled all{{"report", judgement.report}, {"profile", judgement.profile}};
  if (report == nullptr) return all;
  const Run& run = report->run;
  const Labelled more{{"report's SHA-256", hash},
                      {"run", run.id},
                      {"started", run.started},
                      {"ended", run.ended},
                      {"complete", run.complete ? "yes" : "no"},
                      {"level", run.level},
                      {"data", run.data + ", seed " + std::to_string(run.seed)},
                      {"written by", run.tool.name + ' ' + run.tool.version},
                      {"commit", run.tool.commit},
                      {"build", run.tool.build}};
  all.insert(all.end(), more.begin(), more.end());
  for (const std::string& fault : run.injected) all.emplace_back("fault planted on purpose", fault);
  for (const auto& [name, value] : run.environment) all.emplace_back(name, value);
  return all;
}

}  // namespace assay
