#include "grader/checks/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"

namespace grader {

std::string gradient_name(const std::string& input) { return "d" + input; }

std::string enumerated(const std::vector<std::string>& names) {
  if (names.size() < 2) return join(names);
  const std::vector<std::string> all_but_last(names.begin(), names.end() - 1);
  return join(all_but_last) + " and " + names.back();
}

std::string place_text(const Shape& shape, std::size_t offset) {
  return shape_text(coordinates(shape, offset));
}

bool is_multiple_of_a_size(const std::string& symbol) {
  return symbol.front() >= '0' && symbol.front() <= '9';
}

std::map<std::string, std::size_t> symbol_sizes(const Op& op, const Case& the_case) {
  std::map<std::string, std::size_t> sizes;
  for (const InputSpec& input : op.inputs) {
    const Shape& shape = the_case.inputs.at(input.name).shape;
    for (std::size_t i = 0; i < input.shape.size(); ++i) sizes[input.shape[i]] = shape.at(i);
  }
  return sizes;
}

std::map<std::string, double> sizes_and_attributes(const Op& op, const Case& the_case) {
  std::map<std::string, double> symbols = the_case.attributes;
  for (const auto& [symbol, size] : symbol_sizes(op, the_case)) symbols[symbol] = static_cast<double>(size);
  return symbols;
}

std::string shape_with_symbols(const Shape& shape, const std::vector<std::string>& symbols) {
  std::string text = shape_text(shape);
  if (symbols.empty()) return text;
  text += " = (";
  for (std::size_t i = 0; i < symbols.size(); ++i) text += (i ? ", " : "") + symbols[i];
  return text + ")";
}

namespace {

// Returns whether the value has the bits that a worker's memory begins with (see
// grader/worker/unwritten_memory.cpp). Sums and products keep these bits.
bool is_unwritten(double value) { return std::bit_cast<std::uint64_t>(value) == ~std::uint64_t{0}; }

// Returns whether the value comes from a local variable that was never written: the compiler fills it with
// bytes 0xFE (see grader/submission/compile.cpp), which is the double -5.3e303. A sum keeps it or counts it,
// a mean divides it by a whole number. Anything else of that magnitude has another cause.
bool is_unwritten_variable(double value) {
  constexpr double kUnwritten = std::bit_cast<double>(0xFEFEFEFEFEFEFEFE);
  constexpr double kMost = 4096.0;
  constexpr double kRounding = 1e-12;
  if (!(value < 0.0)) return false;
  const double times = std::max(value / kUnwritten, kUnwritten / value);
  return times <= kMost && std::abs(times - std::round(times)) <= kRounding * times;
}

constexpr const char* kUnwrittenVariable =
    ": was it ever written? `double x;` does not start at zero, `double x = 0.0;` does";

std::string hint_at_unwritten(double value, const std::vector<std::string>& symbols) {
  if (is_unwritten_variable(value)) return kUnwrittenVariable;
  if (!is_unwritten(value)) return {};
  constexpr const char* kTypes[] = {"", "", "Matrix", "Tensor3", "Tensor4"};
  if (symbols.empty()) return kUnwrittenVariable;
    // clang++ fills variables with the same bits.
#if defined(__clang__)
  constexpr const char* kVariables = ", and so it is with `double x;` and `double x = 0.0;`";
#else
  constexpr const char* kVariables = "";
#endif
  const std::string sizes = join(symbols);
  if (symbols.size() == 1) {
    return fmt::format(": was it ever written? A new tensor does not start at zero, `zeros({})` does{}",
                       sizes, kVariables);
  }
  return fmt::format(": was it ever written? A new `{}({{{}}})` does not start at zero, `zeros({})` does{}",
                     kTypes[std::min<std::size_t>(symbols.size(), 4)], sizes, sizes, kVariables);
}

}  // namespace

std::optional<std::string> first_not_finite(const Tensor& tensor, const std::vector<std::string>& symbols) {
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    const double value = tensor.values[i];
    if (std::isfinite(value) && !is_unwritten_variable(value)) continue;
    const std::string what = std::isnan(value)      ? "NaN"
                             : std::isfinite(value) ? format_number(value, 3)
                             : value > 0            ? "infinity"
                                                    : "-infinity";
    const std::string where = tensor.shape.empty() ? what : what + " at " + place_text(tensor.shape, i);
    return where + hint_at_unwritten(value, symbols);
  }
  return std::nullopt;
}

const Failure* first_failure(const Transcript& transcript) {
  for (const CaseTranscript& entry : transcript) {
    if (entry.failure) return &*entry.failure;
  }
  return nullptr;
}

}  // namespace grader
