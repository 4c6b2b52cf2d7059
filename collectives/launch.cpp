#include "collectives/launch.hpp"

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/error.hpp"

namespace assay {
namespace {

// Slurm numbers what is no step of srun from the top: 0xfffffffb is the batch script, 0xfffffffa an
// interactive shell.
constexpr std::int64_t kFirstSpecialStep = 0xfffffff0;

std::optional<std::int64_t> number(const Environment& variable, const char* name) {
  const char* value = variable(name);
  if (value == nullptr) return std::nullopt;
  const std::string_view text = value;
  std::int64_t parsed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  if (error != std::errc{} || end != text.data() + text.size() || parsed < 0)
    throw InputError("environment", 0, name, "\"" + std::string(text) + "\" is not a count");
  return parsed;
}

/// `rank_name` is set; the size must be, too, and be larger.
Launched counted(const Environment& variable, const char* rank_name, const char* size_name) {
  const std::int64_t rank = number(variable, rank_name).value_or(0);
  const auto size = number(variable, size_name);
  if (!size) throw InputError("environment", 0, rank_name, std::string("set without ") + size_name);
  if (*size > INT32_MAX)
    throw InputError("environment", 0, size_name,
                     std::to_string(*size) + " processes are too many");
  if (rank >= *size)
    throw InputError("environment", 0, rank_name,
                     "rank " + std::to_string(rank) + " of " + std::to_string(*size));
  return {.rank = static_cast<int>(rank), .size = static_cast<int>(*size)};
}

std::optional<int> local_rank(const Environment& variable, const char* name, int size) {
  const auto local = number(variable, name);
  if (!local) return std::nullopt;
  if (*local >= size)
    throw InputError(
        "environment", 0, name,
        std::to_string(*local) + " on this host, of " + std::to_string(size) + " in all");
  return static_cast<int>(*local);
}

std::string text_of(const Environment& variable, const char* name) {
  const char* value = variable(name);
  return value == nullptr ? "" : value;
}

void agree(const Environment& variable, const char* name, int rank) {
  const auto other = number(variable, name);
  if (other && *other != rank)
    throw InputError("environment", 0, name,
                     std::to_string(*other) + " contradicts rank " + std::to_string(rank));
}

bool is_step_of_srun(const Environment& variable) {
  if (variable("SLURM_PROCID") == nullptr) return false;
  const auto step = number(variable, "SLURM_STEP_ID");
  return step && *step < kFirstSpecialStep;
}

}  // namespace

std::optional<Launched> launched(const Environment& variable) {
  std::optional<Launched> made;
  if (variable("OMPI_COMM_WORLD_RANK") != nullptr) {
    made = counted(variable, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE");
    made->launcher = "mpirun";
    made->local_rank = local_rank(variable, "OMPI_COMM_WORLD_LOCAL_RANK", made->size);
    made->pmix = true;
  } else if (is_step_of_srun(variable)) {
    made = counted(variable, "SLURM_PROCID", "SLURM_NTASKS");
    made->launcher = "srun";
    made->local_rank = local_rank(variable, "SLURM_LOCALID", made->size);
    made->pmix = variable("PMIX_RANK") != nullptr;
  } else if (variable("PMIX_RANK") != nullptr) {
    throw InputError(
        "environment", 0, "PMIX_RANK",
        "set without OMPI_COMM_WORLD_RANK or a step of srun: who started this process?");
  }
  if (!made) return std::nullopt;
  agree(variable, "PMIX_RANK", made->rank);
  made->hosts = text_of(variable, "SLURM_JOB_NODELIST");
  return made;
}

std::optional<Launched> launched() {
  return launched([](const char* name) {
    return std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody here sets variables
  });
}

}  // namespace assay
