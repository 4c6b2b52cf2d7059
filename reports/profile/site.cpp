#include "reports/site.hpp"

#include <unordered_map>
#include <utility>

#include "core/error.hpp"
#include "reports/profile/fields.hpp"
#include "reports/profile/file.hpp"

namespace assay {
namespace {

using yaml::Fields;

/// Serials are often all digits, so here a number is text.
std::string serial_of(const Fields& fields, const std::string& source, std::string_view key) {
  const yaml::Value* value = fields.find(key);
  if (value == nullptr) return "";
  std::string text = yaml::word(*value, source, fields.name_of(key));
  if (text.empty()) fields.refuse(key, "is empty");
  return text;
}

std::vector<std::string> words_of(const Fields& fields, const std::string& source,
                                  std::string_view key) {
  const yaml::Value* value = fields.find(key);
  if (value == nullptr) return {};
  return yaml::words(*value, source, fields.name_of(key));
}

SiteHost read_host(const yaml::Value& value, const std::string& source, const std::string& name) {
  const Fields fields(value, source, name,
                      {"rack", "unit", "leaf", "rails", "su", "owner", "serial", "gpus"});
  SiteHost host;
  host.place.rack = serial_of(fields, source, "rack");
  host.place.unit = fields.integer("unit");
  host.place.leaf = serial_of(fields, source, "leaf");
  host.place.su = serial_of(fields, source, "su");
  host.place.owner = serial_of(fields, source, "owner");
  host.rails = words_of(fields, source, "rails");
  host.serial = serial_of(fields, source, "serial");
  host.gpu_serials = words_of(fields, source, "gpus");
  return host;
}

/// One piece of hardware cannot be in two places: a copied line that was not adapted.
class Claims {
 public:
  explicit Claims(const std::string& source) : source_(source) {}
  void claim(const std::string& serial, const std::string& host, std::size_t line) {
    if (serial.empty()) return;
    const auto [known, is_new] = claimed_.emplace(serial, host);
    if (!is_new)
      throw InputError(source_, line, "hosts." + host,
                       "serial " + serial + " is claimed by " + known->second + " already");
  }

 private:
  const std::string& source_;
  std::unordered_map<std::string, std::string> claimed_;
};

}  // namespace

const SiteHost* Site::find(const std::string& hostname) const {
  auto found = hosts.find(hostname);
  if (found == hosts.end()) found = hosts.find(hostname.substr(0, hostname.find('.')));
  return found == hosts.end() ? nullptr : &found->second;
}

Site read_site(const std::string& text, const std::string& source) {
  const yaml::Value root = yaml::parse(text, source);
  const Fields fields(root, source, "", {"hosts"});
  if (fields.find("hosts") == nullptr) fields.refuse("hosts", "is missing");
  const Fields hosts(*fields.find("hosts"), source, "hosts");
  Site site;
  Claims machines(source);
  Claims gpus(source);
  for (const yaml::Value& value : hosts.all()) {
    const std::string& name = value.key;
    SiteHost host = read_host(value, source, hosts.name_of(name));
    machines.claim(host.serial, name, value.line);
    for (const std::string& serial : host.gpu_serials) gpus.claim(serial, name, value.line);
    site.hosts.emplace(name, std::move(host));
  }
  return site;
}

Site load_site(const std::string& path) {
  const std::optional<std::string> text = read_configuration(path);
  if (!text) throw InputError(path, 0, "", "cannot be opened");
  return read_site(*text, path);
}

}  // namespace assay
