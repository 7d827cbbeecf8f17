// Losses of a softmax: the gradient of a score is its probability, less what is asked for.
#include <algorithm>
#include <cmath>

#include "grader/mistakes/formulas/value.hpp"

namespace grader::softmax_loss_formulas {

// Returns the softmax along the last axis.
Tensor softmax_of(const Tensor& x) {
  Tensor p = x;
  const std::size_t width = x.shape.back();
  for (std::size_t row = 0; row < x.values.size(); row += width) {
    const auto first = p.values.begin() + static_cast<std::ptrdiff_t>(row);
    const auto last = first + static_cast<std::ptrdiff_t>(width);
    const double largest = *std::max_element(first, last);
    double sum = 0.0;
    for (auto value = first; value != last; ++value) sum += * value = std::exp(*value - largest);
    for (auto value = first; value != last; ++value) *value /= sum;
  }
  return p;
}

// What each row of a loss asks for.
struct Rows {
  std::vector<double> weight;  // of the row, dloss and the mean included
  double at_label = 1.0;       // the share of the target that the label gets
  double at_all = 0.0;         // the share that each class gets besides
};

std::vector<FormulaValue> values_of(const Tensor& x, const std::vector<std::string>& shape) {
  const Tensor p = softmax_of(x);
  Tensor rest = p;
  for (double& value : rest.values) value = 1.0 - value;
  return {{"p", shape, p}, {"1 - p", shape, rest}};
}

// Returns the terms of dx. A label that is no class has no element.
std::vector<FormulaTerm> terms_of(const Tensor& x, const Tensor& y, const Rows& rows) {
  const Tensor p = softmax_of(x);
  const std::size_t width = x.shape.back();
  Tensor all = p, of_label = p, of_others = p, asked = p, smoothing = p;
  for (std::size_t i = 0; i < p.values.size(); ++i) {
    const double weight = rows.weight[i / width];
    const bool is_label = static_cast<double>(i % width) == y.values[i / width];
    all.values[i] *= weight;
    of_label.values[i] = is_label ? all.values[i] : 0.0;
    of_others.values[i] = is_label ? 0.0 : all.values[i];
    asked.values[i] = is_label ? -weight * rows.at_label : 0.0;
    smoothing.values[i] = -weight * rows.at_all;
  }
  std::vector<FormulaTerm> terms = {{"x", "the term p", std::move(all), {"p"}},
                                    {"x", "the term p of the right class", std::move(of_label), {"p"}},
                                    {"x", "the term p of the other classes", std::move(of_others), {"p"}},
                                    {"x", "what is subtracted at the right class", std::move(asked)}};
  if (rows.at_label != 1.0 || rows.at_all != 0.0)
    terms.push_back({"x", "what is subtracted at every class", std::move(smoothing)});
  return terms;
}

std::vector<FormulaValue> values_of_matrix(const Case& the_case, const Tensors&) {
  return values_of(the_case.inputs.at("x"), {"N", "C"});
}

std::vector<FormulaTerm> softmax_loss(const Case& the_case, const Tensors& upstream) {
  const Tensor& y = the_case.inputs.at("y");
  const double weight = number_of(upstream, "loss") / static_cast<double>(y.values.size());
  return terms_of(the_case.inputs.at("x"), y, {std::vector<double>(y.values.size(), weight)});
}

const FormulaRegistration of_matrix{"softmax_loss", {.values = values_of_matrix, .terms = softmax_loss}};

std::vector<FormulaValue> values_of_sequence(const Case& the_case, const Tensors&) {
  std::vector<FormulaValue> values = values_of(the_case.inputs.at("x"), {"N", "T", "V"});
  values.push_back({"mask", {"N", "T"}, the_case.inputs.at("mask")});
  return values;
}

std::vector<FormulaTerm> temporal(const Case& the_case, const Tensors& upstream) {
  const Tensor& y = the_case.inputs.at("y");
  std::vector<double> weight = the_case.inputs.at("mask").values;
  for (double& each : weight) each *= number_of(upstream, "loss") / static_cast<double>(y.shape.front());
  std::vector<FormulaTerm> terms = terms_of(the_case.inputs.at("x"), y, {std::move(weight)});
  for (FormulaTerm& term : terms) term.factors.emplace_back("mask");
  return terms;
}

const FormulaRegistration of_sequence{"temporal_softmax_loss",
                                      {.values = values_of_sequence, .terms = temporal}};

std::vector<FormulaValue> values_of_words(const Case& the_case, const Tensors&) {
  return values_of(the_case.inputs.at("x"), {"N", "T", "V"});
}

std::vector<FormulaTerm> smoothed(const Case& the_case, const Tensors& upstream) {
  const Tensor& x = the_case.inputs.at("x");
  const Tensor& y = the_case.inputs.at("y");
  const double smoothing = the_case.attributes.at("smoothing");
  std::vector<double> weight;
  double count = 0.0;
  for (const double word : y.values) {
    weight.push_back(word == the_case.attributes.at("ignored") ? 0.0 : number_of(upstream, "loss"));
    count += weight.back() != 0.0;
  }
  for (double& each : weight) each /= std::max(count, 1.0);
  std::vector<FormulaTerm> terms =
      terms_of(x, y, {std::move(weight), 1.0 - smoothing, smoothing / static_cast<double>(x.shape.back())});
  return terms;
}

const FormulaRegistration of_words{"cross_entropy_smoothed", {.values = values_of_words, .terms = smoothed}};

}  // namespace grader::softmax_loss_formulas
