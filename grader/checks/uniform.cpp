#include "grader/checks/uniform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include "grader/base/numbers.hpp"
#include "grader/base/strings.hpp"
#include "grader/checks/finding.hpp"
#include "grader/checks/formula.hpp"
#include "grader/checks/ratio.hpp"
#include "grader/checks/regime.hpp"
#include "grader/checks/right_cases.hpp"
#include "grader/checks/wrong_cases.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

constexpr int kFactorDigits = 6;
// A float is right to 6e-8. A few operations in floats, or a constant that is typed with six digits, stay
// below.
constexpr double kLastDigits = 1e-5;

struct Errors {
  double largest = 0.0;   // of any element
  double relative = 0.0;  // the largest, each measured by its own right value
  std::size_t wrong = 0;  // how many elements
};

Errors errors_of(const JudgedCase& judged) {
  const std::vector<bool> wrong = wrong_places(judged.actual, judged.expected);
  Errors errors;
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    if (!wrong[i]) continue;
    ++errors.wrong;
    const double value = judged.actual.values[i];
    const double right = std::clamp(value, judged.expected.lower.values[i], judged.expected.upper.values[i]);
    const double error = std::abs(value - right);
    errors.largest = std::max(errors.largest, error);
    errors.relative = std::max(errors.relative, right == 0.0 ? 1.0 : error / std::abs(right));
  }
  return errors;
}

// Returns the size that a last digit is measured by: that of the largest element or, when the whole tensor is
// tiny because gates are saturated, of the upstream gradient.
double size_of(const JudgedCase& judged) {
  double size = largest_magnitude(judged.expected.lower);
  for (const auto& [name, upstream] : judged.entry->u) size = std::max(size, largest_magnitude(upstream));
  return size;
}

// Returns whether `symbol` is a whole word of `name`: N of "2 N", but not of "H N2".
bool mentions(const std::string& name, const std::string& symbol) {
  const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  for (std::size_t at = name.find(symbol); at != std::string::npos; at = name.find(symbol, at + 1)) {
    const std::size_t end = at + symbol.size();
    if ((at == 0 || !is_word(name[at - 1])) && (end == name.size() || !is_word(name[end]))) return true;
  }
  return false;
}

std::string subject(const JudgedGradient& gradient, const char* elements) {
  return fmt::format("{} is", gradient.shape.empty() ? gradient.name : elements);
}

// "Every element is N times what it should be (N is 4 here)."
std::string named_factor(const JudgedGradient& gradient, const JudgedCase& shown, const std::string& name,
                         const char* elements = "Every element") {
  if (name == "-1") {
    return gradient.shape.empty() ? fmt::format("{} has the wrong sign.", gradient.name)
                                  : "Every element has the wrong sign.";
  }
  return fmt::format("{} {} times what it should be{}.", subject(gradient, elements), name,
                     sizes_named(name, gradient, shown));
}

// Every case that says something, with its factor. Returns nullopt when a wrong case has no single factor.
std::optional<std::vector<RatioSample>> factors(const JudgedGradient& gradient) {
  std::vector<RatioSample> samples;
  for (const JudgedCase& judged : gradient.cases) {
    const bool wrong = is_wrong(judged);
    if (is_interval(judged) || (!wrong && !is_telling(judged))) continue;
    const auto ratio = wrong ? constant_ratio(judged.actual, judged.expected) : std::optional(1.0);
    if (!ratio) return std::nullopt;
    samples.push_back({*ratio, sizes_and_attributes(gradient.op, judged.entry->the_case)});
  }
  return samples;
}

bool close_to(double a, double b) { return std::abs(a - b) <= 1e-6 * std::max(std::abs(a), std::abs(b)); }

// Returns the factor of the wrong elements of a case, or nullopt when it is not the same for all of them.
std::optional<double> factor_of_wrong_elements(const JudgedCase& judged) {
  const std::vector<bool> wrong = wrong_places(judged.actual, judged.expected);
  std::optional<double> factor;
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    if (!wrong[i]) continue;
    const double right = judged.expected.lower.values[i];
    if (right != judged.expected.upper.values[i] || std::abs(right) <= judged.expected.allowed(i))
      return std::nullopt;
    const double here = judged.actual.values[i] / right;
    if (factor && !close_to(here, *factor)) return std::nullopt;
    if (!factor) factor = here;
  }
  return factor;
}

// The factor of a single number differs from case to case whatever is wrong.
bool single_numbers(const JudgedGradient& gradient) {
  return std::all_of(gradient.cases.begin(), gradient.cases.end(),
                     [](const JudgedCase& judged) { return judged.actual.values.size() == 1; });
}

std::string number_text(double factor) { return format_number(factor, kFactorDigits); }

bool is_one_over(double factor, double value) {
  return close_to(factor, value) || close_to(factor, 1.0 / value);
}

// Returns " (W is 3 here)" for a factor of 3, or of a third, when W is 3 in all of these cases. Where more
// than two sizes or attributes are, none is named.
std::string equal_symbols(const JudgedGradient& gradient, const Cases& cases, double factor) {
  constexpr std::size_t kMostEqualSymbols = 2;
  std::vector<std::string> equal;
  for (const auto& [symbol, value] : sizes_and_attributes(gradient.op, cases.front()->entry->the_case)) {
    const bool holds = in_all(cases, [&, name = symbol](const JudgedCase& judged) {
      const auto symbols = sizes_and_attributes(gradient.op, judged.entry->the_case);
      const auto found = symbols.find(name);
      return found != symbols.end() && found->second != 1.0 && is_one_over(std::abs(factor), found->second);
    });
    if (holds && !is_multiple_of_a_size(symbol))
      equal.push_back(fmt::format("{} is {}", symbol, number_text(value)));
  }
  return equal.empty() || equal.size() > kMostEqualSymbols ? "" : " (" + join(equal) + " here)";
}

// Returns the inputs, upstream gradients and formulas' values of a case that are a single number.
std::map<std::string, double> single_numbers_of(const JudgedGradient& gradient, const JudgedCase& judged) {
  std::map<std::string, double> numbers;
  const auto add = [&](const std::string& name, const Tensor& tensor) {
    if (tensor.values.size() == 1) numbers[name] = tensor.values.front();
  };
  for (const auto& [name, tensor] : judged.entry->the_case.inputs) add(name, tensor);
  for (const auto& [name, tensor] : judged.entry->u) add(gradient_name(name), tensor);
  const Formula* formula = formula_of(gradient.op.name);
  if (formula != nullptr && formula->values) {
    for (const FormulaValue& value : formula->values(judged.entry->the_case, judged.entry->u))
      add(value.name, value.tensor);
  }
  return numbers;
}

// Returns whether the answer is off by one of a case's numbers, the same in all wrong cases: then it may be a
// factor that is missing, or applied twice.
bool is_off_by_a_number_of_the_case(const JudgedGradient& gradient) {
  std::map<std::string, std::size_t> fits;
  const Cases cases = wrong_cases(gradient);
  for (const JudgedCase* judged : cases) {
    const auto factor = constant_ratio(judged->actual, judged->expected);
    if (!factor) return false;
    for (const auto& [name, value] : single_numbers_of(gradient, *judged))
      fits[name] += is_one_over(*factor, value);
  }
  return std::ranges::any_of(fits, [&](const auto& each) { return each.second == cases.size(); });
}

}  // namespace

std::string sizes_named(const std::string& name, const JudgedGradient& gradient, const JudgedCase& shown) {
  std::vector<std::string> sizes;
  for (const auto& [symbol, value] : sizes_and_attributes(gradient.op, shown.entry->the_case)) {
    if (mentions(name, symbol))
      sizes.push_back(fmt::format("{} is {}", symbol, format_number(value, kFactorDigits)));
  }
  return sizes.empty() ? "" : " (" + join(sizes) + " here)";
}

std::string last_digits(const JudgedGradient& gradient, const JudgedCase& shown) {
  for (const JudgedCase& judged : gradient.cases) {
    const Errors errors = errors_of(judged);
    if (errors.largest == 0.0) continue;
    if (!(errors.relative <= kLastDigits) && !(errors.largest <= kLastDigits * size_of(judged))) return {};
  }
  // A single case must say it by itself: tiny errors of a tiny tensor say nothing.
  const Errors here = errors_of(shown);
  const bool usual_size = here.largest <= kLastDigits * largest_magnitude(shown.expected.lower);
  if (!usual_size) return {};
  constexpr const char* kWhy =
      "is something a float, a rounded constant, a small number added for safety, a shortcut, or a "
      "difference quotient?";
  if (here.relative <= kLastDigits) {
    const char* elements = here.wrong == shown.actual.values.size() ? "Every element"
                           : here.wrong == 1                        ? "The wrong element"
                                                                    : "Every wrong element";
    return fmt::format("{} right to {} digits{}: {}", subject(gradient, elements),
                       static_cast<int>(std::floor(-std::log10(here.relative))),
                       here.wrong == 1 ? "" : ", and not all to more", kWhy);
  }
  const std::string sizes =
      fmt::format("No element is off by more than {}, and the largest should be {}",
                  format_number(here.largest, 2), format_number(largest_magnitude(shown.expected.lower), 4));
  // Small values that are wrong as a whole are a regime, and no rounding.
  const std::string where = regime_of_elements(gradient);
  return where.empty() ? sizes + ": " + kWhy : where + " " + sizes + ".";
}

std::string where_zero(const JudgedGradient& gradient) {
  struct Fits {
    bool holds = true;  // zero exactly where the size is above 1
    int ones = 0;
    int larger = 0;
  };
  std::map<std::string, Fits> fits;
  bool always = true;
  for (const JudgedCase& judged : gradient.cases) {
    const bool zero = largest_magnitude(judged.actual) == 0.0;
    always = always && zero;
    if (!is_telling(judged)) continue;
    for (const auto& [symbol, size] : symbol_sizes(gradient.op, judged.entry->the_case)) {
      Fits& own = fits[symbol];
      own.holds &= size > 1 ? zero : !is_wrong(judged);
      ++(size > 1 ? own.larger : own.ones);
    }
  }
  if (always) return fmt::format("{} is 0 for every input of this check.", gradient.name);
  std::erase_if(fits, [](const auto& each) {
    return !each.second.holds || each.second.ones == 0 || each.second.larger < 2;
  });
  if (fits.size() != 1) return {};  // where two symbols fit, neither is known to be the reason
  const auto& [symbol, found] = *fits.begin();
  const std::string ones = found.ones == 1 ? "the only input" : fmt::format("the {} inputs", found.ones);
  return fmt::format(
      "{1} is right for {2} of this check with {0} = 1, and 0 for the {3} with a larger {0}: are integers "
      "divided, as in 1 / {0}?",
      symbol, gradient.name, ones, found.larger);
}

std::string one_factor(const JudgedGradient& gradient, const JudgedCase& shown) {
  const auto here = constant_ratio(shown.actual, shown.expected);
  if (!here || *here == 0.0) return {};
  const auto samples = factors(gradient);
  if (!samples) return {};
  if (const auto name = name_of_ratio(*samples)) return named_factor(gradient, shown, *name);
  std::vector<RatioSample> wrong;
  std::copy_if(samples->begin(), samples->end(), std::back_inserter(wrong),
               [](const RatioSample& sample) { return !close_to(sample.ratio, 1.0); });
  const bool some_are_right = wrong.size() < samples->size();
  const auto same = [&](const RatioSample& sample) { return close_to(sample.ratio, *here); };
  if (std::all_of(wrong.begin(), wrong.end(), same)) {
    // A rounded constant is as far off in every case.
    const bool may_be_rounded = std::abs(*here - 1.0) < 0.01 && !some_are_right && wrong.size() > 1;
    const std::string factor =
        fmt::format("{} {} times what it should be", subject(gradient, "Every element"), number_text(*here));
    if (!some_are_right) return factor + (may_be_rounded ? ": is a constant rounded?" : ".");
    const std::string symbols = equal_symbols(gradient, wrong_cases(gradient), *here);
    const std::string apart = share_set_apart(gradient);
    return factor + symbols + (apart.empty() ? ", and for other inputs it is right." : ". " + apart);
  }
  const auto name = name_of_ratio(wrong);
  if (some_are_right && name && !single_numbers(gradient)) {
    std::string sentence = named_factor(gradient, shown, *name);
    sentence.pop_back();
    return sentence + ", and for other inputs it is right.";
  }
  return {};
}

std::string another_factor(const JudgedGradient& gradient, const JudgedCase& shown) {
  if (single_numbers(gradient) || shown.actual.values.size() == 1) return {};
  const auto here = constant_ratio(shown.actual, shown.expected);
  if (!here || *here == 0.0) return {};
  const auto samples = factors(gradient);
  if (!samples) return {};
  const auto other = std::find_if(samples->begin(), samples->end(), [&](const RatioSample& sample) {
    return !close_to(sample.ratio, 1.0) && !close_to(sample.ratio, *here);
  });
  if (other == samples->end()) return {};
  return fmt::format(
      "Here every element is {} times what it should be, and for other inputs the factor is "
      "another, such as {}{}",
      number_text(*here), number_text(other->ratio),
      is_off_by_a_number_of_the_case(gradient) ? ": is a factor missing, or applied twice?" : ".");
}

std::string one_factor_here(const JudgedGradient& gradient, const JudgedCase& shown) {
  if (shown.actual.values.size() < 2) return {};
  const auto here = constant_ratio(shown.actual, shown.expected);
  if (!here || *here == 0.0) return {};
  return fmt::format("Here {} {} times what it should be{}, but not for all inputs.",
                     subject(gradient, "every element"), number_text(*here),
                     equal_symbols(gradient, {&shown}, *here));
}

std::string one_factor_where_wrong(const JudgedGradient& gradient, const JudgedCase& shown) {
  std::vector<RatioSample> samples;
  for (const JudgedCase& judged : gradient.cases) {
    if (is_interval(judged) || !is_wrong(judged)) continue;
    const auto factor = factor_of_wrong_elements(judged);
    if (!factor || *factor == 0.0) return {};
    samples.push_back({*factor, sizes_and_attributes(gradient.op, judged.entry->the_case)});
  }
  const auto here = factor_of_wrong_elements(shown);
  const std::vector<bool> wrong = wrong_places(shown.actual, shown.expected);
  if (!here || std::count(wrong.begin(), wrong.end(), true) < 2) return {};
  constexpr const char* kElements = "Every wrong element";
  if (const auto name = name_of_ratio(samples)) return named_factor(gradient, shown, *name, kElements);
  const bool same = std::all_of(samples.begin(), samples.end(),
                                [&](const RatioSample& sample) { return close_to(sample.ratio, *here); });
  if (!same) return {};
  return fmt::format("{} {} times what it should be.", subject(gradient, kElements), number_text(*here));
}

}  // namespace grader
