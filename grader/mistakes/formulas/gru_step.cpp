#include <algorithm>
#include <backprop/gate.hpp>
#include <backprop/gru_step.hpp>

#include "grader/mistakes/formulas/value.hpp"

namespace grader::gru_step_formula {

using namespace backprop;

constexpr const char* kReset = "the gradient of r * prev_h";

std::vector<FormulaValue> values(const Case& the_case, const Tensors& upstream) {
  Arguments in(the_case.inputs), up(upstream);
  const Matrix& prev_h = in.matrix("prev_h");
  const Matrix& wh = in.matrix("wh");
  const std::size_t H = prev_h.shape(1);
  const Matrix ax = matmul(in.matrix("x"), in.matrix("wx")) + as_row(in.vector("b"));
  const Matrix ah = matmul(prev_h, columns(wh, 0, 2 * H));
  const Matrix wh_n = columns(wh, 2 * H, 3 * H);
  const Matrix r = gate(columns(ax, 0, H) + columns(ah, 0, H));
  const Matrix z = gate(columns(ax, H, 2 * H) + columns(ah, H, 2 * H));
  const Matrix n = backprop::tanh(columns(ax, 2 * H, 3 * H) + matmul(r * prev_h, wh_n));
  const Matrix& dnext_h = up.matrix("next_h");
  const Matrix dreset = matmul(dnext_h * (1.0 - z) * (1.0 - n * n), transpose(wh_n));
  return values_of_shape<Matrix>({"N", "H"}, {{"r", r},
                                              {"z", z},
                                              {"n", n},
                                              {"1 - r", 1.0 - r},
                                              {"1 - z", 1.0 - z},
                                              {"1 - n", 1.0 - n},
                                              {"1 - n^2", 1.0 - n * n},
                                              {"prev_h", prev_h},
                                              {"prev_h - n", prev_h - n},
                                              {"prev_h + n", prev_h + n},
                                              {"next_h", z * prev_h + (1.0 - z) * n},
                                              {"dnext_h", dnext_h},
                                              {kReset, dreset}});
}

// The ways of dprev_h.
std::vector<FormulaTerm> terms(const Case& the_case, const Tensors& upstream) {
  const std::vector<FormulaValue> all = values(the_case, upstream);
  const auto value = [&](const std::string& name) {
    return to_matrix(std::ranges::find(all, name, &FormulaValue::name)->tensor);
  };
  const std::size_t H = value("r").shape(1);
  Arguments in(the_case.inputs);
  const Matrix wh = in.matrix("wh");
  const Matrix da_r = value(kReset) * value("prev_h") * value("r") * value("1 - r");
  const Matrix da_z = value("dnext_h") * value("prev_h - n") * value("z") * value("1 - z");
  const auto term = [](const std::string& words, const Matrix& tensor, std::vector<std::string> factors) {
    return FormulaTerm{"prev_h", words, from_xtensor(tensor), std::move(factors)};
  };
  return {term("the way of dnext_h past the gates", value("dnext_h") * value("z"), {"dnext_h", "z"}),
          term("the way through r * prev_h", value(kReset) * value("r"), {kReset, "r"}),
          term("the way through the gate r", matmul(da_r, transpose(columns(wh, 0, H))), {}),
          term("the way through the gate z", matmul(da_z, transpose(columns(wh, H, 2 * H))), {})};
}

const std::vector<std::string> kWeights = {"wx", "wh", "b"};

const FormulaRegistration registration{
    "gru_step",
    {.values = values,
     .terms = terms,
     .products = {{.of = kWeights, .part = "n", .factors = {"dnext_h", "1 - z", "1 - n^2"}},
                  {.of = kWeights, .part = "z", .factors = {"dnext_h", "prev_h - n", "z", "1 - z"}},
                  {.of = kWeights, .part = "r", .factors = {kReset, "prev_h", "r", "1 - r"}},
                  {.of = {"wh"}, .part = "n", .factors = {"r", "prev_h"}, .along_first = true},
                  {.of = {"wh"}, .part = "z", .factors = {"prev_h"}, .along_first = true},
                  {.of = {"wh"}, .part = "r", .factors = {"prev_h"}, .along_first = true}}}};

const FormulaRegistration of_sequence{"gru", {.step = "gru_step"}};

}  // namespace grader::gru_step_formula
