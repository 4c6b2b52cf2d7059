#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace assay {

/// Who is to blame first for an Xid.
enum class XidClass {
  application,  ///< a program did what it must not, or was ended
  gpu,          ///< the GPU, its memory or its firmware
  link,         ///< NVLink, C2C or PCIe
  host          ///< the driver, power or the machine around the GPU
};
[[nodiscard]] std::string_view name(XidClass xid_class) noexcept;

/// What brings the GPU back.
enum class XidAction {
  none,
  restart_application,
  reset_gpu,
  reboot,
  check_link,
  check_power,
  update_software,
  replace_board,
  ask_vendor
};
/// "restart the application", "reset the GPU", ...; "nothing" for none.
[[nodiscard]] std::string_view name(XidAction action) noexcept;

/// What an Xid of Ampere and newer means, in our words. Source: NVIDIA, "Xid Errors", catalogue of
/// analyzing-xid-catalog.html and its NVLink 5 table (docs.nvidia.com/deploy/xid-errors).
struct XidMeaning {
  XidClass xid_class = XidClass::gpu;
  XidAction action = XidAction::ask_vendor;
  /// The GPU, a link of it or the node is out of use until `action` was taken.
  bool fatal = false;
  bool known = false;  ///< false: not in the catalogue; then it must never count as harmless
  std::string_view text = "not in the catalogue of this version";
};

/// `text` is the kernel's line: some Xids (144 to 150, 154) say only there how bad it is. Without
/// it they are taken for the worst that they can be. An unknown code is the GPU's, and not fatal.
[[nodiscard]] XidMeaning xid_meaning(std::int64_t code, std::string_view text = {});

/// All codes in the catalogue, ascending.
[[nodiscard]] std::vector<std::int64_t> known_xids();

/// The process that the kernel's line names ("pid=1234"), in the kernel's own numbering: that of
/// the host, also where assay runs in a container.
[[nodiscard]] std::optional<std::int64_t> xid_process(std::string_view text);

/// A process that assay ended itself, and when (seconds since 1970).
struct EndedProcess {
  std::int64_t pid = 0;
  double wall_s = 0;
};

/// Is an Xid nothing but the trace of a process that assay ended? So for one of an application
/// only, that names the process and came when it was ended or shortly after: what came before is
/// why it was ended. One without a process or a time is not excused.
[[nodiscard]] bool is_our_own(std::int64_t code, std::string_view text,
                              std::optional<double> wall_s, const std::vector<EndedProcess>& ended);

}  // namespace assay
