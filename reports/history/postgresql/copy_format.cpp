#include "reports/history/postgresql/copy_format.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <utility>

#include "core/error.hpp"

namespace assay::history {
namespace {

using namespace std::string_view_literals;

/// Signature, flags (none), length of an extension (none).
constexpr std::string_view kSignature = "PGCOPY\n\377\r\n\0"sv;
constexpr std::size_t kHead = kSignature.size() + 8;

/// Takes fields off the front of a row.
class Fields {
 public:
  explicit Fields(std::string_view bytes) : bytes_(bytes) {}

  template <class Unsigned>
  Unsigned number() {
    if (bytes_.size() < sizeof(Unsigned)) throw Error("a row of PostgreSQL's COPY is cut");
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Unsigned); ++i)
      value = (value << 8) | static_cast<unsigned char>(bytes_[i]);
    bytes_.remove_prefix(sizeof(Unsigned));
    return static_cast<Unsigned>(value);
  }
  template <class Unsigned>
  Unsigned field() {
    if (number<std::uint32_t>() != sizeof(Unsigned))
      throw Error("a field of PostgreSQL's COPY is not of the width that was asked for");
    return number<Unsigned>();
  }
  std::int32_t integer() { return static_cast<std::int32_t>(field<std::uint32_t>()); }

 private:
  std::string_view bytes_;
};

}  // namespace

CopyWriter::CopyWriter() : bytes_(kSignature) { bytes_.append(8, '\0'); }

template <class Unsigned>
void CopyWriter::number(Unsigned value) {
  std::array<char, sizeof(Unsigned)> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<char>(value >> (8 * (bytes.size() - 1 - i)));
  bytes_.append(bytes.data(), bytes.size());
}

void CopyWriter::row(std::size_t fields) { number(static_cast<std::uint16_t>(fields)); }

void CopyWriter::field(std::int32_t value) {
  number(std::uint32_t{sizeof(value)});
  number(static_cast<std::uint32_t>(value));
}

void CopyWriter::field(double value) {
  if (std::isnan(value)) return number<std::uint32_t>(0xFFFFFFFF);
  number(std::uint32_t{sizeof(value)});
  number(std::bit_cast<std::uint64_t>(value));
}

void CopyWriter::field(const std::string& value) {
  number(static_cast<std::uint32_t>(value.size()));
  bytes_ += value;
}

std::string CopyWriter::take() { return std::exchange(bytes_, {}); }

std::string CopyWriter::finish() {
  number<std::uint16_t>(0xFFFF);
  return take();
}

std::optional<Cell> CopyReader::cell(std::string_view bytes) {
  if (!begun_) {
    if (!bytes.starts_with(kSignature) || bytes.size() < kHead)
      throw Error("PostgreSQL's COPY does not begin with its signature");
    bytes.remove_prefix(kHead);
    begun_ = true;
    if (bytes.empty()) return std::nullopt;
  }
  Fields fields(bytes);
  const auto count = fields.number<std::uint16_t>();
  if (count == 0xFFFF) return std::nullopt;
  if (count != 5) throw Error("a row of PostgreSQL's COPY has other fields than were asked for");
  Cell cell{};
  cell.night = fields.integer();
  cell.device = fields.integer();
  cell.metric = fields.integer();
  cell.run = fields.integer();
  cell.value = std::bit_cast<double>(fields.field<std::uint64_t>());
  return cell;
}

}  // namespace assay::history
