#include <backprop/rnn_step.hpp>

#include "grader/mistakes/formulas/value.hpp"

namespace grader::rnn_step_formula {

using namespace backprop;

std::vector<FormulaValue> values(const Case& the_case, const Tensors& upstream) {
  Arguments in(the_case.inputs), up(upstream);
  const Matrix& prev_h = in.matrix("prev_h");
  const Matrix a =
      matmul(in.matrix("x"), in.matrix("wx")) + matmul(prev_h, in.matrix("wh")) + as_row(in.vector("b"));
  const Matrix next_h = backprop::tanh(a);
  return values_of_shape<Matrix>({"N", "H"}, {{"next_h", next_h},
                                              {"prev_h", prev_h},
                                              {"1 - next_h", 1.0 - next_h},
                                              {"1 - next_h^2", 1.0 - next_h * next_h},
                                              {"1 - prev_h^2", 1.0 - prev_h * prev_h},
                                              {"dnext_h", up.matrix("next_h")}});
}

const FormulaRegistration registration{
    "rnn_step",
    {.values = values,
     .products = {{.of = {"wx", "wh", "b"}, .factors = {"dnext_h", "1 - next_h^2"}},
                  {.of = {"wh"}, .factors = {"prev_h"}, .along_first = true}}}};

const FormulaRegistration of_sequence{"rnn", {.step = "rnn_step"}};

}  // namespace grader::rnn_step_formula
