#include "core/xid_catalogue.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace assay {
namespace {

using C = XidClass;
using A = XidAction;

/// Codes of one meaning.
struct Entry {
  std::int64_t first, last;
  XidClass xid_class;
  XidAction action;
  bool fatal;
  std::string_view text;
};

constexpr std::array kCatalogue = std::to_array<Entry>({
    {8, 8, C::application, A::restart_application, false, "a channel stopped making progress"},
    {11, 11, C::application, A::restart_application, false, "malformed command stream"},
    {13, 13, C::application, A::restart_application, false,
     "a kernel broke a rule: out of bounds, illegal instruction"},
    {14, 14, C::application, A::none, false, "an error that a program made up to try things"},
    {25, 25, C::application, A::restart_application, false, "malformed command stream"},
    {31, 31, C::application, A::restart_application, false,
     "access to an address that is not mapped"},
    {32, 32, C::link, A::restart_application, false,
     "corrupted command stream, mostly by a poor PCIe link"},
    {37, 38, C::host, A::none, false, "error in firmware that the driver loads"},
    {39, 41, C::gpu, A::restart_application, false, "error in a copy engine"},
    {43, 43, C::application, A::none, false, "a program was ended after a fault of its own"},
    {44, 44, C::application, A::none, false, "fault while contexts were switched"},
    {45, 45, C::application, A::none, false,
     "channels cleaned up: a program was ended, or another error came first"},
    {46, 46, C::gpu, A::reset_gpu, true, "the GPU stopped working on its channels"},
    {48, 48, C::gpu, A::reset_gpu, true, "uncorrectable memory error (two bits)"},
    {54, 54, C::host, A::check_power, true, "the board lacks its auxiliary power"},
    {60, 60, C::application, A::restart_application, false, "error in the security processor"},
    {61, 61, C::gpu, A::reset_gpu, true, "the power microcontroller stopped at a breakpoint"},
    {62, 62, C::gpu, A::reset_gpu, true, "the power microcontroller halted"},
    {63, 63, C::gpu, A::none, false,
     "a bad memory row was retired; takes effect at the next reset"},
    {64, 64, C::gpu, A::reset_gpu, true, "a bad memory row could not be retired"},
    {66, 67, C::host, A::none, false, "illegal access by the driver"},
    {68, 68, C::application, A::restart_application, false, "error in a video decoder"},
    {69, 69, C::application, A::restart_application, false,
     "malformed work for the compute engine"},
    {70, 72, C::gpu, A::restart_application, false, "error in a copy engine"},
    {74, 74, C::link, A::check_link, true, "error of an NVLink, at this end or the other"},
    {75, 77, C::gpu, A::restart_application, false, "error in a copy engine"},
    {78, 78, C::host, A::update_software, false, "a virtual GPU did not start"},
    {79, 79, C::gpu, A::reboot, true, "the GPU cannot be reached over PCIe any more"},
    {80, 80, C::link, A::restart_application, false, "commands were corrupted on their way"},
    {82, 82, C::application, A::restart_application, false, "error in an image decoder"},
    {83, 84, C::application, A::restart_application, false, "error in a video decoder"},
    {85, 85, C::gpu, A::restart_application, false, "error in a copy engine"},
    {86, 86, C::application, A::restart_application, false, "error in the optical flow unit"},
    {88, 89, C::application, A::restart_application, false, "error in a video decoder"},
    {92, 92, C::gpu, A::none, false, "many correctable memory errors"},
    {93, 93, C::gpu, A::none, false, "the InfoROM was written more often than it may be"},
    {94, 94, C::gpu, A::restart_application, false,
     "uncorrectable error that was contained: it cost one program"},
    {95, 95, C::gpu, A::reset_gpu, true, "uncorrectable error that was not contained"},
    {96, 98, C::application, A::restart_application, false, "error in a video decoder"},
    {99, 105, C::application, A::restart_application, false, "error in an image decoder"},
    {106, 107, C::host, A::none, false, "test message of out-of-band management"},
    {108, 108, C::application, A::none, false, "untranslatable access from another GPU"},
    {109, 109, C::gpu, A::reset_gpu, true, "a switch of contexts took too long"},
    {110, 110, C::gpu, A::reset_gpu, true, "security fault; rare unless hardware fails"},
    {119, 119, C::gpu, A::reset_gpu, true, "the GPU's system processor (GSP) does not answer"},
    {120, 120, C::gpu, A::reset_gpu, true, "error in the GPU's system processor (GSP)"},
    {121, 121, C::link, A::none, false, "corrected errors on the link to the CPU (C2C)"},
    {122, 124, C::gpu, A::ask_vendor, false, "the board's flash memory cannot be accessed"},
    {125, 125, C::gpu, A::ask_vendor, false, "error in the InfoROM's file system"},
    {126, 135, C::gpu, A::restart_application, false, "error in a copy engine"},
    {136, 136, C::link, A::reset_gpu, true, "an NVLink did not train"},
    {137, 137, C::application, A::none, false, "illegal access to another GPU over NVLink"},
    {138, 138, C::application, A::restart_application, false,
     "error in a deep learning accelerator"},
    {139, 139, C::application, A::restart_application, false, "error in the optical flow unit"},
    {140, 140, C::gpu, A::reset_gpu, true,
     "uncorrectable memory error that kept its page from being retired"},
    {141, 141, C::application, A::none, false, "error on the fast path of launches"},
    {142, 142, C::gpu, A::ask_vendor, false, "error in a video encoder"},
    {143, 143, C::gpu, A::reset_gpu, true, "the GPU could not be initialised"},
    {144, 150, C::link, A::check_link, true, "error of an NVLink of the fifth generation"},
    {151, 151, C::host, A::reboot, true, "keys of confidential computing could not be changed"},
    {152, 153, C::application, A::none, false, "error in a deep learning accelerator"},
    {154, 154, C::gpu, A::reboot, true, "another error asks for a recovery"},
    {155, 155, C::link, A::reset_gpu, true, "software took an NVLink down"},
    {156, 156, C::gpu, A::reset_gpu, true, "a part of the GPU was retired"},
    {157, 157, C::gpu, A::replace_board, false,
     "a bad part could not be retired: no spare is left"},
    {158, 158, C::gpu, A::reset_gpu, true, "fatal timeout in the GPU"},
    {159, 159, C::link, A::reset_gpu, true, "error on the link to the CPU (C2C)"},
    {160, 160, C::gpu, A::none, false, "a memory channel was retired"},
    {161, 161, C::gpu, A::none, false, "a memory channel could not be retired"},
    {162, 162, C::gpu, A::none, false, "power smoothing works again"},
    {163, 163, C::gpu, A::none, false, "power smoothing was turned off: heat or a timeout"},
    {164, 164, C::gpu, A::none, false, "power smoothing is nearly worn out"},
    {165, 165, C::gpu, A::replace_board, false, "power smoothing is worn out"},
    {166, 166, C::link, A::ask_vendor, false, "NVLink traffic before encryption was set up"},
    {167, 167, C::link, A::reboot, true, "fatal timeout on PCIe"},
    {168, 168, C::gpu, A::reboot, false, "bad rows in protected memory: enable ECC or boot again"},
    {169, 169, C::gpu, A::reset_gpu, true, "the security processor halted"},
    {170, 170, C::link, A::ask_vendor, false, "NVLink error in confidential computing"},
    {171, 171, C::gpu, A::reset_gpu, true, "uncorrectable memory error, in DRAM"},
    {172, 172, C::gpu, A::reset_gpu, true, "uncorrectable memory error, in SRAM"},
});

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// NVLink 5 tells in words: "149, NETIR_LINK_EVT Fatal ...", "145, RLW_RXPIPE Nonfatal ...".
void read_severity(std::string_view text, XidMeaning& meaning) {
  if (!has(text, "Nonfatal") && !has(text, "Non-fatal")) return;
  meaning.fatal = false;
  meaning.action = XidAction::none;
}

/// "GPU recovery action changed from 0x0 (None) to 0x2 (Node Reboot Required)": the last counts.
void read_recovery(std::string_view text, XidMeaning& meaning) {
  const auto to = text.rfind(" to ");
  if (to == std::string_view::npos) return;
  text.remove_prefix(to);
  if (has(text, "(None)")) {
    meaning.fatal = false;
    meaning.action = XidAction::none;
  } else if (has(text, "Drain P2P")) {
    meaning.fatal = false;
    meaning.action = XidAction::restart_application;
  } else if (has(text, "Reset")) {
    meaning.action = XidAction::reset_gpu;
  }
}

/// Times of the kernel's log and of our clock differ by so much, and drivers take so long to clean
/// up.
constexpr double kBefore_s = 2, kAfter_s = 30;

}  // namespace

std::string_view name(XidClass xid_class) noexcept {
  switch (xid_class) {
    case XidClass::application:
      return "application";
    case XidClass::gpu:
      return "gpu";
    case XidClass::link:
      return "link";
    case XidClass::host:
      break;
  }
  return "host";
}

std::string_view name(XidAction action) noexcept {
  constexpr std::array<std::string_view, 9> names{"nothing",
                                                  "restart the application",
                                                  "reset the GPU",
                                                  "reboot the node",
                                                  "check the link",
                                                  "check the power supply",
                                                  "update driver and firmware",
                                                  "replace the board",
                                                  "ask the vendor"};
  return names.at(static_cast<std::size_t>(action));
}

XidMeaning xid_meaning(std::int64_t code, std::string_view text) {
  const auto* const found =
      std::find_if(kCatalogue.begin(), kCatalogue.end(),
                   [&](const Entry& entry) { return code >= entry.first && code <= entry.last; });
  if (found == kCatalogue.end()) return {};
  XidMeaning meaning{found->xid_class, found->action, found->fatal, true, found->text};
  if (found->first == 144) read_severity(text, meaning);
  if (found->first == 154) read_recovery(text, meaning);
  return meaning;
}

std::vector<std::int64_t> known_xids() {
  std::vector<std::int64_t> codes;
  for (const Entry& entry : kCatalogue)
    for (std::int64_t code = entry.first; code <= entry.last; ++code) codes.push_back(code);
  return codes;
}

std::optional<std::int64_t> xid_process(std::string_view text) {
  for (auto at = text.find("pid="); at != std::string_view::npos; at = text.find("pid=", at + 1)) {
    if (at > 0 && text[at - 1] != ' ' && text[at - 1] != ',') continue;
    std::string_view digits = text.substr(at + 4);
    if (digits.starts_with('\'')) digits.remove_prefix(1);
    return whole_number(digits.substr(0, digits.find_first_not_of("0123456789")));
  }
  return std::nullopt;
}

bool is_our_own(std::int64_t code, std::string_view text, std::optional<double> wall_s,
                const std::vector<EndedProcess>& ended) {
  const auto pid = xid_process(text);
  const XidMeaning meaning = xid_meaning(code, text);
  if (!pid || !wall_s || !meaning.known || meaning.xid_class != XidClass::application) return false;
  return std::any_of(ended.begin(), ended.end(), [&](const EndedProcess& process) {
    return process.pid == *pid && *wall_s >= process.wall_s - kBefore_s &&
           *wall_s <= process.wall_s + kAfter_s;
  });
}

}  // namespace assay
