#include <sys/statvfs.h>

#include <algorithm>

#include "core/text.hpp"
#include "suites/machine/memory_controllers.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// One line of /proc/self/limits: soft and hard limit, "unlimited" or a number.
struct ResourceLimit {
  std::string_view soft, hard;
};

std::optional<ResourceLimit> resource_limit(std::string_view text, std::string_view name) {
  for (const std::string_view line : lines_of(text)) {
    if (!line.starts_with(name)) continue;
    const auto words = words_of(line.substr(name.size()));
    if (words.size() >= 2) return ResourceLimit{words[0], words[1]};
  }
  return std::nullopt;
}

/// As a number, but never more than `most`, which is also what "unlimited" comes to.
std::optional<double> capped(std::string_view limit, double most) {
  if (limit == "unlimited") return most;
  const auto number = whole_number(limit);
  return number ? std::optional<double>(std::min(static_cast<double>(*number), most))
                : std::nullopt;
}

void put_memlock(std::string_view text, std::optional<double> memory, Result& result) {
  const auto limit = resource_limit(text, "Max locked memory");
  const auto bytes = limit && memory ? capped(limit->soft, *memory) : std::nullopt;
  put(result, "memlock_bytes", Unit::bytes, Better::higher, bytes);
  put(result, "memlock_share", Unit::ratio, Better::higher,
      bytes ? std::optional<double>(*bytes / *memory) : std::nullopt);
  if (limit) put_fact(result, "memlock", limit->soft);
  if (limit) put_fact(result, "memlock_hard", limit->hard);
}

void put_open_files(std::string_view text, Result& result) {
  constexpr double kernel_most = 1 << 30;  // beyond what fs.nr_open lets anyone set by default
  const auto limit = resource_limit(text, "Max open files");
  put(result, "open_files", Unit::count, Better::higher,
      limit ? capped(limit->soft, kernel_most) : std::nullopt);
  if (limit) put_fact(result, "open_files_hard", limit->hard);
}

/// Size in the mount options of /dev/shm ("size=65536k"); the kernel's default is half of the
/// memory.
std::optional<double> mounted_shm(const HostFiles& files, std::optional<double> memory) {
  const Reading mounts = files.read("/proc/self/mounts");
  for (const std::string_view line : lines_of(mounts.text)) {
    const auto words = words_of(line);
    if (words.size() < 4 || words[1] != "/dev/shm") continue;
    const std::string_view options = words[3];
    const auto at = options.find("size=");
    if (at == std::string_view::npos)
      return memory ? std::optional<double>(*memory / 2) : std::nullopt;
    std::string_view size = options.substr(at + 5);
    size = size.substr(0, size.find(','));
    const double unit = size.ends_with('k') ? 1024 : size.ends_with('m') ? 1048576 : 1;
    const auto number = leading_number(size);
    return number ? std::optional<double>(*number * unit) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<double> shm_bytes(const HostFiles& files, std::optional<double> memory) {
  struct statvfs space {};
  if (!files.is_this_machine()) return mounted_shm(files, memory);
  if (statvfs("/dev/shm", &space) != 0) return std::nullopt;
  return static_cast<double>(space.f_blocks) * static_cast<double>(space.f_frsize);
}

/// The word in brackets: "always [madvise] never".
std::string_view chosen(std::string_view text) {
  const auto open = text.find('[');
  const auto close = text.find(']');
  if (open == std::string_view::npos || close == std::string_view::npos) return "";
  return text.substr(open + 1, close - open - 1);
}

void put_hugepages(const HostFiles& files, Result& result) {
  const std::string text = files.read("/proc/meminfo").text;
  const auto field = [&](std::string_view key) {
    return leading_number(value_of(text, key).value_or(""));
  };
  put(result, "hugepages_free", Unit::count, Better::higher, field("HugePages_Free"));
  put_fact(result, "hugepages_total", value_of(text, "HugePages_Total").value_or(""));
  put_fact(result, "hugepage_size", value_of(text, "Hugepagesize").value_or(""));
  put_fact(result, "transparent_hugepages",
           chosen(files.read("/sys/kernel/mm/transparent_hugepage/enabled").text));
}

/// What the system lets a job have: locked memory (RDMA registers buffers), shared memory, open
/// files, pages.
void limits(const Context& context, Results& results) {
  Result& result = results.device();
  const Reading own = context.files.read("/proc/self/limits");
  if (!own.ok())
    mark_unreadable(result, "/proc/self/limits: " + (own.reason.empty() ? "absent" : own.reason));
  const auto total = memory_total(context.files, "/proc/meminfo");
  const auto memory = total ? std::optional<double>(static_cast<double>(*total)) : std::nullopt;
  put_memlock(own.text, memory, result);
  put_open_files(own.text, result);
  put(result, "shm_bytes", Unit::bytes, Better::higher, shm_bytes(context.files, memory));
  put_hugepages(context.files, result);
}

}  // namespace

ASSAY_HOST_TEST(limits, .summary = "locked memory, shared memory, open files, huge pages",
                .seconds = {.quick = 0.1, .standard = 0.1, .burnin = 0.1},
                .metrics = {{"memlock_bytes", Unit::bytes},
                            {"memlock_share", Unit::ratio},
                            {"open_files", Unit::count},
                            {"shm_bytes", Unit::bytes},
                            {"hugepages_free", Unit::count}});

}  // namespace assay::ASSAY_BACKEND
