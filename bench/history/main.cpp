#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "bench/history/fleet.hpp"
#include "core/clock.hpp"
#include "core/stats.hpp"
#include "reports/history/past.hpp"
#include "reports/history/trends.hpp"

/// history-bench DB NODES NODE_METRICS GPU_METRICS NIGHTS: ingests so many nights, made up below
/// the reader of reports, so that the database alone is timed (making a night up is timed too, and
/// said); then asks what is asked of a history. Prints seconds; DB must not be there before.
namespace assay::history {
namespace {

constexpr NightNumber kFirst = 20'000;

double seconds(const std::function<void()>& work) {
  const SystemClock clock;
  const double before = clock.now_s();
  work();
  return clock.now_s() - before;
}

double peak_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024;
}

void ingest(const std::string& url, const FleetShape& shape, NightNumber night) {
  History history(url, Access::write);
  Ingest ingest(history);
  for (std::int32_t node = 0; node < shape.nodes; ++node)
    (void)ingest.add(made_up(shape, node, night));
  ingest.commit();
}

void make_up(const FleetShape& shape) {
  std::size_t readings = 0;
  for (std::int32_t node = 0; node < shape.nodes; ++node)
    readings += made_up(shape, node, kFirst).readings.size();
  if (std::cmp_not_equal(readings, shape.rows())) std::abort();
}

void ask(const std::string& url, const FleetShape& shape) {
  std::vector<double> trends;
  for (int repeat = 0; repeat < 20; ++repeat) {
    const std::string serial =
        made_up(shape, (repeat * 7919) % shape.nodes, kFirst).devices.back().serial;
    trends.push_back(seconds([&] {  // with connecting, as a process does
      History history(url, Access::read);
      if (device_trends(history, serial).at(0).metrics.empty()) std::abort();
    }));
  }
  std::cout << "trend of one serial: median " << median(trends) * 1e3 << " ms, worst "
            << *std::max_element(trends.begin(), trends.end()) * 1e3 << " ms\n";
  History history(url, Access::read);
  Past values;
  const double s = seconds([&] { values = past(history, kFirst + 100'000, 7); });
  double cells = 0;
  for (const PastColumn& column : values.columns)
    cells += static_cast<double>(column.values.size());
  std::cout << "past of " << values.nights.size() << " nights: " << s << " s, " << cells / 1e6
            << " M values\n";
}

int run(const std::vector<std::string>& words) {
  FleetShape shape{.nodes = std::stoi(words.at(1)),
                   .node_metrics = std::stoi(words.at(2)),
                   .gpu_metrics = std::stoi(words.at(3))};
  const int nights = std::stoi(words.at(4));
  std::cout << static_cast<double>(shape.rows()) / 1e6 << " M rows a night; making one up takes "
            << seconds([&] { make_up(shape); }) << " s of each\n";
  std::vector<double> times;
  times.reserve(static_cast<std::size_t>(std::max(nights, 0)));
  for (int night = 0; night < nights; ++night)
    times.push_back(seconds([&] { ingest(words.at(0), shape, kFirst + night); }));
  std::cout << "ingest: first night " << times.front() << " s, median " << median(times)
            << " s, last " << times.back() << " s\n";
  ask(words.at(0), shape);
  std::cout << "peak memory " << peak_bytes() / 1e6 << " MB\n";
  return 0;
}

}  // namespace
}  // namespace assay::history

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() != 5) {
    std::cerr << "history-bench DB NODES NODE_METRICS GPU_METRICS NIGHTS\n";
    return 3;
  }
  try {
    return assay::history::run(words);
  } catch (const std::exception& error) {
    std::cerr << "history-bench: " << error.what() << '\n';
    return 4;
  }
}
