#include "cli/version.hpp"
#include "reports/render/aligned.hpp"

namespace assay {
namespace {

std::string of_module(const Module& module) {
  const std::string against = built_against(module.name);
  if (against.empty()) return module.state;
  const std::string what = module.name == "mpi" ? "MPI " : "";
  return "built with " + what + against + ", " + (module.usable ? "" : "not usable: ") +
         module.state;
}

}  // namespace

std::string version_text(const Tool& tool, const std::string& driver,
                         const std::vector<Module>& modules) {
  Aligned lines({Aligned::Side::left, Aligned::Side::left});
  lines.add({tool.name, tool.version});
  lines.add({"commit", tool.commit});
  lines.add({"build", tool.build});
  lines.add({"driver", driver.empty() ? "no NVIDIA driver" : driver});
  for (const Module& module : modules) lines.add({module.name, of_module(module)});
  return lines.text();
}

}  // namespace assay
