#include "reports/importers/osu/vocabulary.hpp"

#include <array>

namespace assay::osu {
namespace {

constexpr double kMicro = 1e-6;
constexpr double kMega = 1e6;

/// What a title is about, in this program's words. Sizes of other collectives are those of one
/// rank's part, which this program does not count by.
struct Title {
  std::string_view words, test;
};
constexpr std::array<Title, 25> kTitles{{
    {"Allreduce Latency", "collective.all_reduce"},
    {"Reduce Latency", "collective.reduce"},
    {"Broadcast Latency", "collective.broadcast"},
    {"Latency", "mpi.latency"},
    {"Multi Latency", "mpi.many_pairs_latency"},
    {"Multi-threaded Latency", "mpi.threads_latency"},
    {"Bandwidth", "mpi.bandwidth"},
    {"Bi-Directional Bandwidth", "mpi.both_ways_bandwidth"},
    {"Multiple Bandwidth / Message Rate", "mpi.many_pairs"},
    {"Allgather Latency", "mpi.all_gather"},
    {"Allgatherv Latency", "mpi.all_gather_v"},
    {"All-to-All Personalized Exchange Latency", "mpi.all_to_all"},
    {"All-to-Allv Personalized Exchange Latency", "mpi.all_to_all_v"},
    {"All-to-Allw Personalized Exchange Latency", "mpi.all_to_all_w"},
    {"Barrier Latency", "mpi.barrier"},
    {"Gather Latency", "mpi.gather"},
    {"Gatherv Latency", "mpi.gather_v"},
    {"Reduce_scatter Latency", "mpi.reduce_scatter"},
    {"Scatter Latency", "mpi.scatter"},
    {"Scatterv Latency", "mpi.scatter_v"},
    {"MPI_Put Latency", "mpi.put_latency"},
    {"MPI_Get Latency", "mpi.get_latency"},
    {"MPI_Put Bandwidth", "mpi.put_bandwidth"},
    {"MPI_Get Bandwidth", "mpi.get_bandwidth"},
    {"MPI_Put Bi-directional Bandwidth", "mpi.put_both_ways_bandwidth"},
}};

constexpr std::array<Column, 17> kColumns{{
    {"Size", "", Unit::count, 1},
    {"Iterations", "", Unit::count, 1},
    {"Validation", "", Unit::count, 1},
    {"Latency (us)", "latency", Unit::seconds, kMicro},
    {"Avg Latency(us)", "time", Unit::seconds, kMicro},
    {"Min Latency(us)", "least_time", Unit::seconds, kMicro},
    {"Max Latency(us)", "most_time", Unit::seconds, kMicro},
    {"P50 Tail Lat(us)", "p50_time", Unit::seconds, kMicro},
    {"P90 Tail Lat(us)", "p90_time", Unit::seconds, kMicro},
    {"P99 Tail Lat(us)", "p99_time", Unit::seconds, kMicro},
    {"Overall(us)", "time", Unit::seconds, kMicro},
    {"Pure Comm.(us)", "communication_time", Unit::seconds, kMicro},
    {"Compute(us)", "compute_time", Unit::seconds, kMicro},
    {"Overlap(%)", "overlap", Unit::ratio, 0.01},
    {"Bandwidth (MB/s)", "bandwidth", Unit::bytes_per_second, kMega},
    {"MB/s", "bandwidth", Unit::bytes_per_second, kMega},
    {"Messages/s", "messages", Unit::per_second, 1},
}};

}  // namespace

const Column* column_of(const std::string& title) {
  for (const Column& column : kColumns)
    if (column.title == title) return &column;
  return nullptr;
}

std::string test_of(const std::string& title) {
  for (const Title& known : kTitles)
    if (known.words == title) return std::string(known.test);
  return "";
}

}  // namespace assay::osu
