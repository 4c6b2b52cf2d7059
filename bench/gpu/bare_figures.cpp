#include "bench/gpu/bare_figures.hpp"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/error.hpp"

namespace assay {
namespace {

BareFigure figure_from(const nlohmann::json& json, const std::string& path) {
  const auto unit = unit_from_symbol(json.at("unit").get<std::string>());
  if (!unit) throw InputError(path, 0, "figures.unit", "no such unit");
  const auto median = json.at("median").get<double>();
  if (!std::isfinite(median) || median <= 0) throw InputError(path, 0, "figures.median", "no rate");
  return {json.at("what").get<std::string>(), median, *unit};
}

}  // namespace

BareFigures read_bare_figures(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw InputError(path, 0, "", "cannot be read");
  try {
    const auto json = nlohmann::json::parse(file);
    BareFigures figures{.by = json.at("by").get<std::string>(),
                        .pci = json.at("device").value("pci", ""),
                        .beside = {},
                        .missing = {}};
    for (const auto& figure : json.at("figures"))
      figures.beside.emplace(figure.at("beside").get<std::string>(), figure_from(figure, path));
    for (const auto& missing : json.at("missing"))
      figures.missing.push_back(missing.at("what").get<std::string>() + ": " +
                                missing.at("why").get<std::string>());
    return figures;
  } catch (const nlohmann::json::exception& error) {
    throw InputError(path, 0, "", error.what());
  }
}

}  // namespace assay
