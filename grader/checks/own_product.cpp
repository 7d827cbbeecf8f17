#include "grader/checks/own_product.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "grader/checks/finding.hpp"
#include "grader/checks/right_answers.hpp"
#include "grader/checks/wrong_places.hpp"

namespace grader {

namespace {

// A product that holds in so many elements by chance would hold in two cases as well.
constexpr std::size_t kProductElements = 10;
constexpr std::size_t kProductCases = 2;

// What stands beside one element of the gradient.
struct BesideElement {
  double input, output;
};

struct SlopeFactor {
  std::string name;
  std::function<double(const BesideElement&)> value;
};

void add_factors_of(const std::string& v, double BesideElement::*of, std::vector<SlopeFactor>& factors) {
  factors.push_back({v, [of](const BesideElement& at) { return at.*of; }});
  factors.push_back({fmt::format("(1 - {})", v), [of](const BesideElement& at) { return 1.0 - at.*of; }});
  factors.push_back({fmt::format("(1 + {})", v), [of](const BesideElement& at) { return 1.0 + at.*of; }});
  factors.push_back({fmt::format("{}^2", v), [of](const BesideElement& at) { return at.*of * (at.*of); }});
  factors.push_back(
      {fmt::format("(1 - {}^2)", v), [of](const BesideElement& at) { return 1.0 - at.*of * (at.*of); }});
  factors.push_back({fmt::format("(1 - {})^2", v),
                     [of](const BesideElement& at) { return (1.0 - at.*of) * (1.0 - at.*of); }});
}

// Returns the output that lies beside the gradient element by element, or nullptr when there is another one,
// or another input.
const OutputSpec* output_beside(const JudgedGradient& gradient) {
  const Op& op = gradient.op;
  if (gradient.is_output || op.inputs.size() != 1 || op.outputs.size() != 1) return nullptr;
  const OutputSpec& output = op.outputs.front();
  const bool beside = output.differentiable && output.shape == gradient.shape &&
                      op.inputs.front().name == gradient.of && op.inputs.front().shape == gradient.shape;
  return beside ? &output : nullptr;
}

// Returns whether the answers of all cases are the upstream gradient times these factors.
bool is_product(const JudgedGradient& gradient, const std::vector<Tensor>& outputs,
                const std::vector<const SlopeFactor*>& factors) {
  std::size_t telling_cases = 0, telling = 0;
  for (std::size_t c = 0; c < gradient.cases.size(); ++c) {
    const JudgedCase& judged = gradient.cases[c];
    const Tensor& input = judged.entry->the_case.inputs.at(gradient.of);
    const Tensor& upstream = judged.entry->u.begin()->second;
    for (std::size_t i = 0; i < judged.actual.values.size(); ++i) {
      double product = upstream.values[i];
      for (const SlopeFactor* factor : factors)
        product *= factor->value({input.values[i], outputs[c].values[i]});
      const double allowed =
          judged.expected.allowed(i) + judged.expected.tolerance.relative * std::abs(product);
      if (!(std::abs(judged.actual.values[i] - product) <= allowed)) return false;
      telling += std::abs(product) > allowed;
    }
    telling_cases += is_wrong(judged);
  }
  return telling_cases >= kProductCases && telling >= kProductElements;
}

}  // namespace

std::string own_product(const JudgedGradient& gradient) {
  const OutputSpec* output = output_beside(gradient);
  if (output == nullptr || !is_judged_by_reference(gradient)) return {};
  std::vector<Tensor> outputs;
  for (const JudgedCase& judged : gradient.cases)
    outputs.push_back(judged.entry->right->outputs(gradient.op, *judged.entry).at(output->name));
  std::vector<SlopeFactor> pool;
  add_factors_of(output->name, &BesideElement::output, pool);
  add_factors_of(gradient.of, &BesideElement::input, pool);
  std::vector<std::vector<const SlopeFactor*>> products = {{}};
  for (const SlopeFactor& factor : pool) products.push_back({&factor});
  for (const SlopeFactor& first : pool) {
    for (const SlopeFactor& second : pool) {
      if (&first < &second) products.push_back({&first, &second});
    }
  }
  const auto found = std::ranges::find_if(
      products, [&](const auto& factors) { return is_product(gradient, outputs, factors); });
  if (found == products.end()) return {};
  std::string words = gradient_name(output->name);
  for (const SlopeFactor* factor : *found) words += " " + factor->name;
  return fmt::format("Your {} is {}.", gradient.name, words);
}

}  // namespace grader
