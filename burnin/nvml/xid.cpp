#include "burnin/nvml/xid.hpp"

#include <cmath>
#include <map>

#include "burnin/nvml/ask.hpp"
#include "core/error.hpp"

namespace assay {

using nvml::Status;

struct XidWatch::Events {
  explicit Events(const nvml::Api& the_api) : api(the_api) {
    const Status status = api.create_events(&set);
    if (status != Status::ok)
      throw Error(std::string(api.create_events.name()) + ": " + api.words(status));
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;
  ~Events() {
    const Status status = api.free_events(set);
    complain({status == Status::ok, static_cast<int>(status), api.error_string(status)},
             "free a set of GPU events");
  }
  const nvml::Api& api;
  nvml::EventSet set = nullptr;
  std::map<nvml::Device, std::string> addresses;
};

XidWatch::XidWatch(const Nvml& nvml, const std::vector<NvmlGpu>& gpus)
    : events_(std::make_unique<Events>(nvml.api())) {
  std::string why = "no GPU to watch";
  for (const NvmlGpu& gpu : gpus) {
    const auto& call = nvml.api().register_events;
    const Status status = call(nvml::device_of(gpu), nvml::kXidEvent, events_->set);
    if (status == Status::ok)
      events_->addresses[nvml::device_of(gpu)] = gpu.pci();
    else
      why = nvml::failure(nvml.api(), call.name(), gpu.pci(), status);
  }
  if (events_->addresses.empty()) throw Error("no Xid events: " + why);
}

XidWatch::~XidWatch() = default;

std::optional<Xid> XidWatch::next(double timeout_s) {
  const nvml::Api& api = events_->api;
  nvml::EventData event{};
  const auto milliseconds = static_cast<unsigned>(std::lround(timeout_s * 1e3));
  const Status status = api.wait_for_event(events_->set, &event, milliseconds);
  if (status == Status::timeout) return std::nullopt;
  if (status != Status::ok)
    throw Error(std::string(api.wait_for_event.name()) + ": " + api.words(status));
  if (event.type != nvml::kXidEvent) return std::nullopt;
  const auto found = events_->addresses.find(event.device);
  return Xid{found == events_->addresses.end() ? "" : found->second,
             static_cast<std::int64_t>(event.data)};
}

}  // namespace assay
