// The rules that move a parameter: adam, adamw, rmsprop, sgd_momentum.
#include <cmath>

#include "grader/mistakes/formulas/value.hpp"

namespace grader::update_rule_formulas {

using backprop::Matrix;
using Pairs = std::vector<std::pair<const char*, Matrix>>;

// Returns the values of a case: its attributes and 1 minus each of them, and matrices.
std::vector<FormulaValue> beside_numbers(const Case& the_case, const Pairs& matrices) {
  std::vector<FormulaValue> result = values_of_shape<Matrix>({"N", "D"}, matrices);
  for (const auto& [name, value] : the_case.attributes) {
    result.push_back(number_value(name, value));
    result.push_back(number_value("1 - " + name, 1.0 - value));
  }
  return result;
}

struct Moments {
  Matrix m, v, corrected_m, corrected_v;
};

Moments moments_of(const Case& the_case) {
  Arguments in(the_case.inputs);
  const Attributes& set = the_case.attributes;
  const double t = set.at("t") + 1.0;
  const Matrix& dw = in.matrix("dw");
  const Matrix m = set.at("beta1") * in.matrix("m") + (1.0 - set.at("beta1")) * dw;
  const Matrix v = set.at("beta2") * in.matrix("v") + (1.0 - set.at("beta2")) * dw * dw;
  return {m, v, m / (1.0 - std::pow(set.at("beta1"), t)), v / (1.0 - std::pow(set.at("beta2"), t))};
}

std::vector<FormulaValue> moment_values(const Case& the_case, const Tensors&) {
  Arguments in(the_case.inputs);
  const Matrix& dw = in.matrix("dw");
  const Moments next = moments_of(the_case);
  const double epsilon = the_case.attributes.at("epsilon");
  return beside_numbers(
      the_case, {{"w", in.matrix("w")},
                 {"dw", dw},
                 {"dw^2", dw * dw},
                 {"m", in.matrix("m")},
                 {"v", in.matrix("v")},
                 {"next_m", next.m},
                 {"next_v", next.v},
                 {"the corrected m", next.corrected_m},
                 {"1/(sqrt(v) + epsilon)", 1.0 / (backprop::sqrt(next.corrected_v) + epsilon)},
                 {"1/sqrt(v + epsilon)", 1.0 / backprop::sqrt(next.corrected_v + epsilon)},
                 {"1/sqrt(v + epsilon^2)", 1.0 / backprop::sqrt(next.corrected_v + epsilon * epsilon)}});
}

std::vector<FormulaTerm> moment_terms(const Case& the_case, const Tensors&) {
  Arguments in(the_case.inputs);
  const Attributes& set = the_case.attributes;
  const double beta1 = set.at("beta1"), beta2 = set.at("beta2"), rate = set.at("learning_rate");
  const Matrix& dw = in.matrix("dw");
  const Moments next = moments_of(the_case);
  const Matrix step = -rate * next.corrected_m / (backprop::sqrt(next.corrected_v) + set.at("epsilon"));
  std::vector<FormulaTerm> terms = {
      {"next_m", "the term beta1 m", from_xtensor(Matrix(beta1 * in.matrix("m"))), {"beta1", "m"}},
      {"next_m", "the term (1 - beta1) dw", from_xtensor(Matrix((1.0 - beta1) * dw)), {"1 - beta1", "dw"}},
      {"next_v", "the term beta2 v", from_xtensor(Matrix(beta2 * in.matrix("v"))), {"beta2", "v"}},
      {"next_v",
       "the term (1 - beta2) dw^2",
       from_xtensor(Matrix((1.0 - beta2) * dw * dw)),
       {"1 - beta2", "dw^2"}},
      {"next_w",
       "the step along m",
       from_xtensor(step),
       {"learning_rate", "the corrected m", "1/(sqrt(v) + epsilon)"}}};
  if (const auto decay = set.find("weight_decay"); decay != set.end()) {
    terms.push_back({"next_w",
                     "the term of weight_decay",
                     from_xtensor(Matrix(-rate * decay->second * in.matrix("w"))),
                     {"learning_rate", "weight_decay", "w"}});
  }
  return terms;
}

const FormulaRegistration adam{"adam", {.values = moment_values, .terms = moment_terms}};
const FormulaRegistration adamw{"adamw", {.values = moment_values, .terms = moment_terms}};

Matrix next_cache(const Case& the_case) {
  Arguments in(the_case.inputs);
  const double rate = the_case.attributes.at("decay_rate");
  const Matrix& dw = in.matrix("dw");
  return rate * in.matrix("cache") + (1.0 - rate) * dw * dw;
}

std::vector<FormulaValue> rmsprop_values(const Case& the_case, const Tensors&) {
  Arguments in(the_case.inputs);
  const Matrix& dw = in.matrix("dw");
  const Matrix& cache = in.matrix("cache");
  const Matrix next = next_cache(the_case);
  const double epsilon = the_case.attributes.at("epsilon");
  return beside_numbers(the_case, {{"w", in.matrix("w")},
                                   {"dw", dw},
                                   {"dw^2", dw * dw},
                                   {"cache", cache},
                                   {"1/(sqrt(next_cache) + epsilon)", 1.0 / (backprop::sqrt(next) + epsilon)},
                                   {"1/(sqrt(cache) + epsilon)", 1.0 / (backprop::sqrt(cache) + epsilon)},
                                   {"1/sqrt(next_cache + epsilon)", 1.0 / backprop::sqrt(next + epsilon)},
                                   {"1/(next_cache + epsilon)", 1.0 / (next + epsilon)}});
}

std::vector<FormulaTerm> rmsprop_terms(const Case& the_case, const Tensors&) {
  Arguments in(the_case.inputs);
  const Attributes& set = the_case.attributes;
  const double rate = set.at("decay_rate");
  const Matrix& dw = in.matrix("dw");
  const Matrix step =
      -set.at("learning_rate") * dw / (backprop::sqrt(next_cache(the_case)) + set.at("epsilon"));
  return {{"next_cache",
           "the term decay_rate cache",
           from_xtensor(Matrix(rate * in.matrix("cache"))),
           {"decay_rate", "cache"}},
          {"next_cache",
           "the term (1 - decay_rate) dw^2",
           from_xtensor(Matrix((1.0 - rate) * dw * dw)),
           {"1 - decay_rate", "dw^2"}},
          {"next_w",
           "the step along dw",
           from_xtensor(step),
           {"learning_rate", "dw", "1/(sqrt(next_cache) + epsilon)"}}};
}

const FormulaRegistration rmsprop{"rmsprop", {.values = rmsprop_values, .terms = rmsprop_terms}};

std::vector<FormulaValue> momentum_values(const Case& the_case, const Tensors&) {
  Arguments in(the_case.inputs);
  return beside_numbers(
      the_case, {{"w", in.matrix("w")}, {"dw", in.matrix("dw")}, {"velocity", in.matrix("velocity")}});
}

std::vector<FormulaTerm> momentum_terms(const Case& the_case, const Tensors&) {
  Arguments in(the_case.inputs);
  const Matrix kept = the_case.attributes.at("momentum") * in.matrix("velocity");
  const Matrix step = -the_case.attributes.at("learning_rate") * in.matrix("dw");
  std::vector<FormulaTerm> terms;
  for (const char* output : {"next_velocity", "next_w"}) {
    terms.push_back({output, "the term momentum velocity", from_xtensor(kept), {"momentum", "velocity"}});
    terms.push_back({output, "the term learning_rate dw", from_xtensor(step), {"learning_rate", "dw"}});
  }
  return terms;
}

const FormulaRegistration momentum{"sgd_momentum", {.values = momentum_values, .terms = momentum_terms}};

}  // namespace grader::update_rule_formulas
