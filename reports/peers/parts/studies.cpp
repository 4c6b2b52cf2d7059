#include "reports/peers/parts/studies.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace assay::peers {
namespace {

/// Words explain populations away; places do not: many racks apart are SUSPECT, few are named.
void study_populations(Studied& done, const Matrix& matrix, const Partitions& parts,
                       const PeerRules& rules, double tests, const std::function<void()>& again) {
  Study& study = done.study;
  done.slots = odd_slots(study, matrix, rules, tests);
  done.splits = explain_words(study, matrix, parts, rules, tests);
  if (!done.splits.empty()) again();
  if (share_apart(study) > rules.suspect_share) {
    done.suspects.push_back(describe_suspect(study, matrix, parts));
    return;
  }
  const std::vector<float> before = study.offsets;
  done.places = explain_places(study, matrix, parts, rules, tests);
  if (study.offsets != before) again();
  if (share_apart(study) > rules.suspect_share)
    done.suspects.push_back(describe_suspect(study, matrix, parts));
}

Studied study_one(const Family& family, const Group& group, const Partitions& parts,
                  const Matrix& matrix, const PeerRules& rules, double tests, bool whole,
                  std::span<float> out) {
  thread_local Scratch scratch;
  Studied done;
  Study& study = done.study;
  study.family = &family;
  study.group = &group;
  const auto look = [&] {
    fit_slots(study, matrix, rules, scratch);
    stand(study, matrix, rules, scratch, out);
  };
  look();
  if (whole && study.tests > 0) study_populations(done, matrix, parts, rules, tests, look);
  return done;
}

}  // namespace

void in_parallel(std::size_t n, std::size_t threads, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::mutex guard;
  std::exception_ptr first;
  const auto run = [&] {
    for (std::size_t i = next++; i < n; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::scoped_lock lock(guard);
        if (!first) first = std::current_exception();
        next = n;
      }
    }
  };
  const std::size_t machine = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t wanted = std::min(n, threads == 0 ? machine : threads);
  std::vector<std::jthread> others;
  others.reserve(wanted);
  for (std::size_t i = 1; i < wanted; ++i) others.emplace_back(run);
  run();
  others.clear();
  if (first) std::rethrow_exception(first);
}

Plan plan_night(const Night& night) {
  Plan plan{.families = families(night), .groups = groups(night)};
  double classes = 0;
  for (const Group& group : plan.groups) {
    plan.partitions.push_back(partitions(night, group));
    for (const Partition& part : plan.partitions.back().identity)
      classes += static_cast<double>(part.classes.size());
    for (const Partition& part : plan.partitions.back().places)
      classes += static_cast<double>(part.classes.size());
  }
  plan.population_tests = classes * static_cast<double>(plan.families.size()) +
                          static_cast<double>(night.columns.size() * plan.groups.size());
  return plan;
}

std::vector<Studied> study_all(const Plan& plan, const Matrix& matrix, const PeerRules& rules,
                               bool whole, std::span<float> out) {
  std::vector<Studied> all(plan.families.size() * plan.groups.size());
  in_parallel(all.size(), rules.threads, [&](std::size_t i) {
    const std::size_t group = i / plan.families.size();
    all[i] = study_one(plan.families[i % plan.families.size()], plan.groups[group],
                       plan.partitions[group], matrix, rules, plan.population_tests, whole, out);
  });
  return all;
}

}  // namespace assay::peers
