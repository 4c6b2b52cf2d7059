#include "cli/amount.hpp"

#include "core/error.hpp"
#include "reports/profile/quantity.hpp"

namespace assay {

double parse_amount(const std::string& option, const std::string& text, Unit unit) {
  std::string why;
  const std::optional<Quantity> amount = parse_quantity(text, why);
  if (!amount) throw InputError(option, 0, text, why);
  if (amount->unit != unit)
    throw InputError(option, 0, text, "must be in " + std::string(symbol(unit)));
  return amount->value;
}

}  // namespace assay
