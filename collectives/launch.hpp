#pragma once
#include <functional>
#include <optional>
#include <string>

namespace assay {

/// What the launcher's environment says of this process: one of many that were started together.
struct Launched {
  std::string launcher;  ///< "mpirun" or "srun"
  int rank = 0;
  int size = 1;                   ///< processes started together
  std::optional<int> local_rank;  ///< among those on this host, where the launcher says so
  bool pmix = false;              ///< a PMIx server stands ready; without it MPI finds nobody else
  std::string hosts;              ///< SLURM_JOB_NODELIST as it stands; empty outside a Slurm job
};

/// Like getenv(): nullptr where `name` is not set.
using Environment = std::function<const char*(const char* name)>;

/// Nothing where this process was started by itself: a shell inside a Slurm job or a batch script
/// is such a process, too. mpirun's word counts where Slurm speaks as well, for it starts the
/// ranks. Throws InputError naming the variable where what is said is not a number, out of range,
/// or contradicts itself.
[[nodiscard]] std::optional<Launched> launched(const Environment& variable);

/// What the environment of this process says.
[[nodiscard]] std::optional<Launched> launched();

}  // namespace assay
