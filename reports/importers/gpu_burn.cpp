#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/stats.hpp"
#include "core/text.hpp"
#include "reports/importers/common/command.hpp"
#include "reports/importers/common/figures.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/common/ranks.hpp"
#include "reports/importers/gpu_burn/progress.hpp"

namespace assay {
namespace {

using gpu_burn::Progress;
using gpu_burn::Share;

constexpr double kWhole = 100;

/// "GPU 0: OK", the tool's verdict.
struct Said {
  std::size_t line = 0;
  std::string word;
};

class BurnReader {
 public:
  explicit BurnReader(const LogText& text) : text_(text) {
    imported_.unread = text.unread;
    imported_.command = command_in(text, "gpu_burn");
    for (const LogLine& line : text.lines) take(line.number, trimmed(line.text));
  }
  [[nodiscard]] Imported imported() &&;

 private:
  void take(std::size_t number, std::string_view line);
  void take_progress(std::size_t number, std::string_view line);
  void take_gpu(std::size_t number, std::string_view line);
  void take_setting(std::size_t number, std::string_view line);
  void add_result(std::size_t gpu);
  void judge(Result& result, std::size_t gpu);
  void check_whole();
  [[nodiscard]] std::string where(std::size_t line, std::size_t gpu) const {
    return at_line(text_.file, line, fmt::format("GPU {}", gpu));
  }
  void unread(std::size_t line, const std::string& why) {
    imported_.unread.push_back(at_line(text_.file, line, why));
  }

  const LogText& text_;
  Imported imported_;
  std::vector<Progress> progress_;
  std::size_t last_line_ = 0;  ///< of progress
  std::map<std::size_t, Said> said_;
  std::optional<std::int64_t> tested_, seconds_;
  std::string precision_, memory_;
  bool tensor_cores_ = false;
};

void BurnReader::take_progress(std::size_t number, std::string_view line) {
  std::string why;
  for (Progress& progress : gpu_burn::progress_in(line, why)) {
    if (!progress_.empty() && progress_.front().shares.size() != progress.shares.size())
      unread(number, "a line of progress of another number of GPUs than the first");
    else
      progress_.push_back(std::move(progress));
  }
  if (!why.empty()) unread(number, why);
  last_line_ = number;
}

/// "GPU 0: NVIDIA A100 (UUID: GPU-...)" at the beginning, "GPU 0: OK" at the end.
void BurnReader::take_gpu(std::size_t number, std::string_view line) {
  const auto colon = line.find(':');
  const auto index = whole_number(trimmed(line.substr(4, colon - 4)));
  const std::string_view rest = trimmed(line.substr(colon + 1));
  if (!index || *index < 0) return unread(number, "a GPU without a number");
  const auto uuid = rest.find(" (UUID: ");
  if (uuid != std::string_view::npos && rest.ends_with(')')) {
    const auto& gpus = imported_.node.gpus;
    const bool again =
        std::any_of(gpus.begin(), gpus.end(), [&](const Gpu& gpu) { return gpu.index == *index; });
    if (again) unread(number, "a second run: import it alone");
    if (again) return;
    imported_.node.gpus.push_back(
        {.index = *index,
         .uuid = std::string(rest.substr(uuid + 8, rest.size() - uuid - 9)),
         .name = std::string(rest.substr(0, uuid))});
  } else if (tested_) {
    if (rest != "OK" && rest != "FAULTY") unread(number, "neither OK nor FAULTY");
    if (!said_.emplace(static_cast<std::size_t>(*index), Said{number, std::string(rest)}).second)
      unread(number, "a second verdict on one GPU");
  } else {
    unread(number, "a GPU without a UUID");
  }
}

void BurnReader::take_setting(std::size_t number, std::string_view line) {
  if (line.starts_with("Tested ") && line.find(" GPUs") != std::string_view::npos) {
    tested_ = whole_number(words_of(line)[1]);
    if (!tested_) unread(number, "no number of tested GPUs");
  } else if (line.find("Burning for ") != std::string_view::npos) {
    const auto words = words_of(line.substr(line.find("Burning for ") + 12));
    if (!words.empty()) seconds_ = whole_number(words[0]);
  } else if (const auto at = line.find("Initialized device "); at != std::string_view::npos) {
    const auto using_at = line.rfind("), using ");
    if (using_at == std::string_view::npos)
      return unread(number, "a device whose precision is not said");
    const std::string_view what = line.substr(using_at + 9);
    const std::string word(what.substr(0, what.find(',')));
    if (word != "FLOATS" && word != "DOUBLES") return unread(number, "neither FLOATS nor DOUBLES");
    if (!precision_.empty() && precision_ != word) unread(number, "GPUs of two precisions");
    precision_ = word;
    tensor_cores_ = what.find("Tensor Cores") != std::string_view::npos;
  }
}

void BurnReader::take(std::size_t number, std::string_view line) {
  if (line.find("proc'd:") != std::string_view::npos) return take_progress(number, line);
  if (line.starts_with("GPU ") && line.find(':') != std::string_view::npos)
    return take_gpu(number, line);
  if (line.starts_with("Couldn't") || line.starts_with("Failure during compute") ||
      line.starts_with("No clients are alive"))
    return unread(number, std::string(line.substr(0, 200)));
  take_setting(number, line);
}

/// Contradictions and wrong answers of one GPU.
void BurnReader::judge(Result& result, std::size_t gpu) {
  std::int64_t errors = 0;
  std::int64_t products = 0;
  bool died = false;
  for (const Progress& progress : progress_) {
    if (gpu >= progress.shares.size()) continue;
    const Share& share = progress.shares[gpu];
    errors = std::max(errors, share.errors);
    products = std::max(products, share.products);
    died = died || share.died;
  }
  const auto said = said_.find(gpu);
  const bool ok = said != said_.end() && said->second.word == "OK";
  if (errors > 0)
    add_defect(result, {.what = "wrong elements in products",
                        .where = where(last_line_, gpu),
                        .count = static_cast<std::uint64_t>(errors)});
  if (died) add_defect(result, {.what = "its process died", .where = where(last_line_, gpu)});
  if (products <= 0)
    add_defect(result, {.what = "it did no work", .where = where(last_line_, gpu)});
  if (said != said_.end() && !ok)
    add_defect(result, {.what = "FAULTY, says gpu-burn", .where = where(said->second.line, gpu)});
  if (ok && (errors > 0 || died || products <= 0))
    add_defect(result, {.what = "OK stands there, which the lines of progress contradict",
                        .where = where(said->second.line, gpu)});
}

void BurnReader::add_result(std::size_t gpu) {
  Result& result = imported_.results.emplace_back();
  const bool wide = precision_ == "DOUBLES";
  result.test = precision_.empty() ? "compute.gemm"
                : wide             ? "compute.gemm_fp64"
                : tensor_cores_    ? "compute.gemm_tf32"
                                   : "compute.gemm_fp32";
  result.subject = {.kind = "gpu", .index = static_cast<std::int64_t>(gpu)};
  // With -i only one is burnt, which need not be the first.
  if (imported_.node.gpus.size() == progress_.front().shares.size()) {
    result.subject.index = imported_.node.gpus[gpu].index;
    result.subject.uuid = imported_.node.gpus[gpu].uuid;
  }
  result.facts = {{"tool", "gpu-burn"},
                  {"statistic", "all lines of progress but the first"},
                  {"tensor_cores", tensor_cores_ ? "yes" : "no"},
                  {"checked", "yes"}};
  if (seconds_ && *seconds_ > 0) result.elapsed_s = static_cast<double>(*seconds_);
  std::vector<double> rates;
  std::optional<double> hottest;
  std::int64_t before = 0;
  for (const Progress& progress : progress_) {
    const Share& share = progress.shares[gpu];
    if (share.products > before) rates.push_back(share.flops);
    before = share.products;
    if (share.celsius) hottest = std::max(hottest.value_or(*share.celsius), *share.celsius);
  }
  // The first counts the time that the start took.
  if (rates.size() > 1) rates.erase(rates.begin());
  if (hottest) result.telemetry.quantities["temperature_c"]["max"] = *hottest;
  if (!rates.empty())
    result.metrics = {sampled_metric("flops", Unit::flops, Better::higher, rates)};
  judge(result, gpu);
}

void BurnReader::check_whole() {
  const std::size_t gpus = progress_.empty() ? 0 : progress_.front().shares.size();
  const auto mismatch = [&](const std::string& what, std::size_t found) {
    imported_.defects.push_back({.what = what,
                                 .where = at_line(text_.file, last_line_, "gpu-burn"),
                                 .expected = std::to_string(gpus),
                                 .actual = std::to_string(found)});
  };
  if (progress_.empty()) unread(0, "no line of progress");
  if (!tested_) unread(0, "no line Tested ... GPUs: the log is cut off");
  if (tested_ && !std::cmp_equal(*tested_, said_.size()))
    unread(last_line_, fmt::format("{} verdicts on {} GPUs", said_.size(), *tested_));
  if (gpus > 0 && tested_ && !std::cmp_equal(*tested_, gpus))
    mismatch("another number of GPUs was tested than shows progress",
             static_cast<std::size_t>(std::max<std::int64_t>(*tested_, 0)));
  if (gpus > 0 && imported_.node.gpus.size() != gpus) {
    if (imported_.node.gpus.size() > gpus)
      mismatch("more GPUs stand there than show progress", imported_.node.gpus.size());
    else
      unread(0, "not every GPU's name and UUID stand at the beginning");
  }
  if (gpus > 0 && precision_.empty()) unread(0, "no line says whether FLOATS or DOUBLES were used");
  if (!progress_.empty() && progress_.back().percent < kWhole)
    unread(last_line_, fmt::format("ended at {:.1f} %", progress_.back().percent));
}

Imported BurnReader::imported() && {
  const std::size_t gpus = progress_.empty() ? 0 : progress_.front().shares.size();
  for (std::size_t gpu = 0; gpu < gpus; ++gpu) add_result(gpu);
  check_whole();
  return std::move(imported_);
}

bool recognises_gpu_burn(const Log& log) {
  const LogText text = read_text(log);
  return text.contains("proc'd:") ||
         (text.contains("Uninitted cublas") && text.contains("Initialized device"));
}

Imported read_gpu_burn(const Log& log) {
  LogText text = read_text(log);
  strip_ranks(text);
  return BurnReader(text).imported();
}

}  // namespace

ASSAY_IMPORTER(recognises_gpu_burn, read_gpu_burn);

}  // namespace assay
