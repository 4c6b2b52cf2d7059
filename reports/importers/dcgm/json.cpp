#include <algorithm>
#include <cmath>

#include "core/text.hpp"
#include "reports/importers/common/json.hpp"
#include "reports/importers/dcgm/diag.hpp"

namespace assay {
namespace {

using Kind = JsonValue::Kind;

std::optional<std::int64_t> gpu_number(const JsonValue& value) {
  if (value.kind == Kind::text) return whole_number(trimmed(value.text));
  if (value.kind != Kind::number || std::floor(value.number) != value.number || value.number < 0 ||
      value.number > 4096)
    return std::nullopt;
  return static_cast<std::int64_t>(value.number);
}

class JsonReader {
 public:
  explicit JsonReader(const JsonText& text) : text_(text) { diag_.unread = text.unread; }

  DcgmDiag read() {
    if (text_.root) take(*text_.root);
    return std::move(diag_);
  }

 private:
  void unread(const JsonValue& value, const std::string& why) {
    diag_.unread.push_back(text_.at(value, why));
  }

  void take(const JsonValue& root) {
    const JsonValue* body = root.find("DCGM GPU Diagnostic");
    if (body == nullptr) body = root.find("DCGM Diagnostic");
    if (body == nullptr) body = &root;
    for (const JsonValue* told : {body, root.find("metadata")}) {
      if (told == nullptr) continue;
      if (const auto version = told->text_of("version")) diag_.version = *version;
      for (const char* key :
           {"Driver Version Detected", "driver_version_detected", "driver_version"})
        if (const auto driver = told->text_of(key)) diag_.driver = *driver;
    }
    count_gpus(root);
    if (const JsonValue* error = body->find("runtime_error"); error && error->kind == Kind::text)
      diag_.errors.push_back(error->text);
    if (const JsonValue* categories = body->find("test_categories"))
      take_categories(*categories);
    else
      take_tests(*body, "");
    if (diag_.tests.empty()) unread(root, "holds no test of dcgmi diag");
  }

  void count_gpus(const JsonValue& root) {
    const JsonValue* groups = root.find("entity_groups");
    if (groups == nullptr) return;
    for (const JsonValue& group : groups->elements)
      if (const JsonValue* entities = group.find("entities");
          entities != nullptr && group.text_of("entity_group") == "GPU")
        diag_.gpus = entities->elements.size();
  }

  void take_categories(const JsonValue& categories) {
    if (categories.kind != Kind::array) return unread(categories, "is no list of categories");
    for (const JsonValue& category : categories.elements)
      take_tests(category, category.text_of("category").value_or(""));
  }

  void take_tests(const JsonValue& owner, const std::string& category) {
    const JsonValue* tests = owner.find("tests");
    if (tests == nullptr || tests->kind != Kind::array) return unread(owner, "holds no tests");
    for (const JsonValue& test : tests->elements) take_test(test, category);
  }

  void take_test(const JsonValue& value, const std::string& category) {
    const auto name = value.text_of("name");
    if (!name || name->empty()) return unread(value, "a test without a name");
    DcgmTest test{.name = *name, .category = category};
    if (const JsonValue* results = value.find("results"))
      for (const JsonValue& result : results->elements) take_verdict(result, true, test);
    if (const JsonValue* summary = value.find("test_summary")) take_verdict(*summary, false, test);
    if (test.verdicts.empty()) unread(value, "a test without a result");
    diag_.tests.push_back(std::move(test));
  }

  void take_verdict(const JsonValue& value, bool names_gpus, DcgmTest& test) {
    DcgmVerdict verdict;
    const auto status = value.text_of("status");
    if (!status) unread(value, "a result without a status");
    verdict.status = status.value_or("");
    if (names_gpus) take_gpus(value, verdict);
    take_notes(value, "info", verdict.info);
    take_notes(value, "warnings", verdict.warnings);
    test.verdicts.push_back(std::move(verdict));
  }

  void take_gpus(const JsonValue& value, DcgmVerdict& verdict) {
    if (const JsonValue* ids = value.find("gpu_ids"); ids != nullptr && ids->kind == Kind::text) {
      const auto list = number_list(ids->text);
      if (!list) return unread(*ids, "is no list of GPUs");
      verdict.gpus = *list;
      return;
    }
    const auto group = value.text_of("entity_group");
    if (group && *group != "GPU") return;
    for (const char* key : {"gpu_id", "entity_id"}) {
      const JsonValue* id = value.find(key);
      if (id == nullptr) continue;
      const auto gpu = gpu_number(*id);
      if (!gpu) return unread(*id, "is no number of a GPU");
      verdict.gpus = {*gpu};
    }
  }

  /// One text, a list of texts, or a list of objects with one.
  static void take_notes(const JsonValue& value, std::string_view key,
                         std::vector<std::string>& notes) {
    const JsonValue* found = value.find(key);
    if (found == nullptr) return;
    if (found->kind == Kind::text) notes.push_back(found->text);
    for (const JsonValue& element : found->elements) {
      if (element.kind == Kind::text) notes.push_back(element.text);
      if (const auto warning = element.text_of("warning")) notes.push_back(*warning);
    }
  }

  const JsonText& text_;
  DcgmDiag diag_;
};

}  // namespace

bool is_dcgm_json(const LogText& text) {
  const bool has_tests = text.contains("\"test_categories\"") || text.contains("\"tests\"");
  const bool is_dcgm = text.contains("DCGM") || text.contains("\"entity_group\"");
  return (has_tests && is_dcgm) ||
         (text.contains("\"entity_group\"") && text.contains("\"status\"")) ||
         text.contains("\"maxBidirBw\"");
}

DcgmDiag read_dcgm_json(const LogText& text) {
  const JsonText json = read_json(text);
  return JsonReader(json).read();
}

}  // namespace assay
