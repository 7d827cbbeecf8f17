#include <backprop/gate.hpp>
#include <backprop/lstm_step.hpp>

#include "grader/mistakes/formulas/value.hpp"

namespace grader::lstm_step_formula {

using namespace backprop;

std::vector<FormulaValue> values(const Case& the_case, const Tensors& upstream) {
  Arguments in(the_case.inputs), up(upstream);
  const Matrix& prev_h = in.matrix("prev_h");
  const Matrix& prev_c = in.matrix("prev_c");
  const std::size_t H = prev_h.shape(1);
  const Matrix a =
      matmul(in.matrix("x"), in.matrix("wx")) + matmul(prev_h, in.matrix("wh")) + as_row(in.vector("b"));
  const Matrix i = gate(columns(a, 0, H));
  const Matrix f = gate(columns(a, H, 2 * H));
  const Matrix o = gate(columns(a, 2 * H, 3 * H));
  const Matrix g = backprop::tanh(columns(a, 3 * H, 4 * H));
  const Matrix next_c = f * prev_c + i * g;
  const Matrix t = backprop::tanh(next_c);
  const Matrix& dnext_h = up.matrix("next_h");
  const Matrix& dnext_c = up.matrix("next_c");
  const Matrix dc = dnext_c + dnext_h * o * (1.0 - t * t);
  return values_of_shape<Matrix>({"N", "H"}, {{"i", i},
                                              {"f", f},
                                              {"o", o},
                                              {"g", g},
                                              {"1 - i", 1.0 - i},
                                              {"1 - f", 1.0 - f},
                                              {"1 - o", 1.0 - o},
                                              {"1 - g", 1.0 - g},
                                              {"1 - g^2", 1.0 - g * g},
                                              {"prev_h", prev_h},
                                              {"prev_c", prev_c},
                                              {"next_c", next_c},
                                              {"next_h", o * t},
                                              {"tanh(next_c)", t},
                                              {"1 - tanh(next_c)", 1.0 - t},
                                              {"1 - tanh(next_c)^2", 1.0 - t * t},
                                              {"1 - next_c^2", 1.0 - next_c * next_c},
                                              {"dnext_h", dnext_h},
                                              {"dnext_c", dnext_c},
                                              {"all that reaches next_c", dc}});
}

const std::vector<std::string> kWeights = {"wx", "wh", "b"};
constexpr const char* kAll = "all that reaches next_c";

const FormulaRegistration registration{
    "lstm_step",
    {.values = values,
     .products = {{.of = kWeights, .part = "i", .factors = {kAll, "g", "i", "1 - i"}},
                  {.of = kWeights, .part = "f", .factors = {kAll, "prev_c", "f", "1 - f"}},
                  {.of = kWeights, .part = "o", .factors = {"dnext_h", "tanh(next_c)", "o", "1 - o"}},
                  {.of = kWeights, .part = "g", .factors = {kAll, "i", "1 - g^2"}},
                  {.of = {"prev_c"}, .factors = {kAll, "f"}},
                  {.of = {"prev_c"}, .through = "next_h", .factors = {"dnext_h", "o", "1 - tanh(next_c)^2"}},
                  {.of = kWeights,
                   .part = "i",
                   .through = "next_h",
                   .factors = {"dnext_h", "o", "1 - tanh(next_c)^2"}},
                  {.of = kWeights,
                   .part = "g",
                   .through = "next_h",
                   .factors = {"dnext_h", "o", "1 - tanh(next_c)^2"}},
                  {.of = {"wh"}, .part = "i", .factors = {"prev_h"}, .along_first = true},
                  {.of = {"wh"}, .part = "f", .factors = {"prev_h"}, .along_first = true},
                  {.of = {"wh"}, .part = "o", .factors = {"prev_h"}, .along_first = true},
                  {.of = {"wh"}, .part = "g", .factors = {"prev_h"}, .along_first = true}}}};

const FormulaRegistration of_sequence{"lstm", {.step = "lstm_step"}};

}  // namespace grader::lstm_step_formula
