#include <iterator>
#include <utility>

#include "cli/run/burn_view.hpp"
#include "cli/run/node_run.hpp"

namespace assay {

std::optional<std::vector<Result>> NodeRun::burn(const PlannedTest& test, std::int64_t attempt) {
  const Legs before = legs_of(report_, test.id, attempt);
  const auto forget = [&] { drop_leg(report_, test.id, attempt, before.count + 1); };
  BurnParts parts{.runner = *runner_,
                  .watcher = *watcher_,
                  .clock = clock_,
                  .safety = run_.options.safety,
                  .devices = {},
                  .keep = [&](std::vector<Result> so_far) {
                    forget();
                    std::move(so_far.begin(), so_far.end(), std::back_inserter(report_.results));
                    keep_events();
                    save();
                  }};
  for (const Post& post : run_.crews.at(test.device).posts)
    parts.devices.push_back(post.device.subject);
  burn_ = std::make_unique<BurnRun>(std::move(parts), test, before, attempt);
  progress_.set_details([this, planned_s = test.seconds] {
    return burn_details(burn_->burn().now(), burn_->position_s(), planned_s);
  });
  std::optional<std::vector<Result>> results = burn_->play();
  progress_.set_details({});
  burn_.reset();
  if (results) forget();  // it stands among the results as a whole now
  return results;
}

}  // namespace assay
