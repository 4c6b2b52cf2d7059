#include "collectives/launch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

#include "core/error.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;

using Variables = std::map<std::string, std::string>;

Environment of(const Variables& variables) {
  return [&variables](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  };
}

std::optional<Launched> from(const Variables& variables) { return launched(of(variables)); }

std::string refusal(const Variables& variables) {
  try {
    (void)from(variables);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

Variables mpirun(int rank, int size) {
  return {{"OMPI_COMM_WORLD_RANK", std::to_string(rank)},
          {"OMPI_COMM_WORLD_SIZE", std::to_string(size)},
          {"PMIX_RANK", std::to_string(rank)}};
}

Variables srun(int rank, int size) {
  return {{"SLURM_PROCID", std::to_string(rank)},
          {"SLURM_NTASKS", std::to_string(size)},
          {"SLURM_STEP_ID", "0"}};
}

Variables with(Variables variables, const std::string& name, const std::string& value) {
  variables[name] = value;
  return variables;
}

Variables without(Variables variables, const std::string& name) {
  variables.erase(name);
  return variables;
}

TEST(LaunchTest, NobodyStartedWhatSaysNothing) {
  EXPECT_EQ(from({}), std::nullopt);
  EXPECT_EQ(from({{"PATH", "/bin"}, {"SLURM_JOB_NODELIST", "n[1-4]"}}), std::nullopt);
}

TEST(LaunchTest, ReadsEveryRankOfEverySize) {
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    const int size = std::uniform_int_distribution(1, 20000)(random);
    const int rank = std::uniform_int_distribution(0, size - 1)(random);
    for (const auto& [launcher, variables] :
         {std::pair{"mpirun", mpirun(rank, size)}, std::pair{"srun", srun(rank, size)}}) {
      const auto said = from(variables);
      ASSERT_TRUE(said);
      EXPECT_EQ(said->launcher, launcher);
      EXPECT_EQ(said->rank, rank);
      EXPECT_EQ(said->size, size);
      EXPECT_EQ(said->local_rank, std::nullopt);
      EXPECT_EQ(said->hosts, "");
    }
  }
}

TEST(LaunchTest, ReadsTheLocalRankAndTheHosts) {
  auto variables = with(mpirun(5, 8), "OMPI_COMM_WORLD_LOCAL_RANK", "1");
  EXPECT_EQ(from(variables)->local_rank, 1);
  variables = with(with(srun(5, 8), "SLURM_LOCALID", "0"), "SLURM_JOB_NODELIST", "rack[1-2]-n7");
  EXPECT_EQ(from(variables)->local_rank, 0);
  EXPECT_EQ(from(variables)->hosts, "rack[1-2]-n7");
}

TEST(LaunchTest, SaysWhetherRanksCanMeet) {
  EXPECT_TRUE(from(mpirun(0, 2))->pmix);
  EXPECT_FALSE(from(srun(0, 2))->pmix);
  EXPECT_TRUE(from(with(srun(0, 2), "PMIX_RANK", "0"))->pmix);
}

TEST(LaunchTest, MpirunWithinASlurmJobCountsTheRanks) {
  // Slurm speaks of the daemons that mpirun started, of which there is one a host.
  auto variables = mpirun(6, 8);
  for (const auto& [name, value] : srun(1, 2)) variables[name] = value;
  variables["SLURM_JOB_NODELIST"] = "n[1-2]";
  const auto said = from(variables);
  EXPECT_EQ(said->launcher, "mpirun");
  EXPECT_EQ(said->rank, 6);
  EXPECT_EQ(said->size, 8);
  EXPECT_EQ(said->hosts, "n[1-2]");
}

TEST(LaunchTest, AShellInAJobIsNoRank) {
  EXPECT_EQ(from(without(srun(0, 4), "SLURM_STEP_ID")), std::nullopt);
  for (const char* step : {"4294967290", "4294967291", "4294967292", "4294967295"})
    EXPECT_EQ(from(with(srun(0, 4), "SLURM_STEP_ID", step)), std::nullopt) << step;
  EXPECT_TRUE(from(with(srun(0, 4), "SLURM_STEP_ID", "12")));
}

TEST(LaunchTest, RefusesWhatIsNoNumber) {
  for (const char* text :
       {"", " 1", "1 ", "-1", "+1", "0x1", "1.0", "one", "99999999999999999999"}) {
    for (const char* name : {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "PMIX_RANK"})
      EXPECT_THAT(refusal(with(mpirun(1, 4), name, text)), HasSubstr(name)) << text;
    for (const char* name : {"SLURM_PROCID", "SLURM_NTASKS", "SLURM_STEP_ID", "SLURM_LOCALID"})
      EXPECT_THAT(refusal(with(srun(1, 4), name, text)), HasSubstr(name)) << text;
  }
}

TEST(LaunchTest, RefusesRanksOutOfRange) {
  std::mt19937 random(8);
  for (int i = 0; i < 100; ++i) {
    const int size = std::uniform_int_distribution(0, 100)(random);
    const int rank = size + std::uniform_int_distribution(0, 100)(random);
    EXPECT_THAT(refusal(mpirun(rank, size)), HasSubstr("OMPI_COMM_WORLD_RANK"));
    EXPECT_THAT(refusal(srun(rank, size)), HasSubstr("SLURM_PROCID"));
  }
  EXPECT_THAT(refusal(with(mpirun(0, 4), "OMPI_COMM_WORLD_LOCAL_RANK", "4")),
              HasSubstr("OMPI_COMM_WORLD_LOCAL_RANK"));
  EXPECT_THAT(refusal(with(srun(0, 4), "SLURM_LOCALID", "9")), HasSubstr("SLURM_LOCALID"));
  EXPECT_THAT(refusal(with(mpirun(0, 4), "OMPI_COMM_WORLD_SIZE", "3000000000")),
              HasSubstr("too many"));
}

TEST(LaunchTest, RefusesWhatContradictsItself) {
  EXPECT_THAT(refusal(without(mpirun(1, 4), "OMPI_COMM_WORLD_SIZE")),
              AllOf(HasSubstr("OMPI_COMM_WORLD_RANK"), HasSubstr("OMPI_COMM_WORLD_SIZE")));
  EXPECT_THAT(refusal(without(srun(1, 4), "SLURM_NTASKS")), HasSubstr("SLURM_NTASKS"));
  EXPECT_THAT(refusal(with(mpirun(1, 4), "PMIX_RANK", "2")), HasSubstr("PMIX_RANK"));
  EXPECT_THAT(refusal(with(srun(1, 4), "PMIX_RANK", "2")), HasSubstr("PMIX_RANK"));
  EXPECT_THAT(refusal({{"PMIX_RANK", "0"}}), HasSubstr("PMIX_RANK"));
}

}  // namespace
}  // namespace assay
