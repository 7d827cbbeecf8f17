// A row divided by the root of its mean square.
#include <cmath>

#include "grader/mistakes/formulas/value.hpp"

namespace grader::rmsnorm_formula {

std::vector<FormulaTerm> terms(const Case& the_case, const Tensors& upstream) {
  const Tensor& x = the_case.inputs.at("x");
  const std::vector<double>& gamma = the_case.inputs.at("gamma").values;
  const std::size_t D = x.shape.back();
  Tensor direct = upstream.at("out"), by_size = x;
  for (std::size_t row = 0; row < x.values.size(); row += D) {
    double squares = 0.0, along = 0.0;
    for (std::size_t i = row; i < row + D; ++i) {
      squares += x.values[i] * x.values[i] / static_cast<double>(D);
      direct.values[i] *= gamma[i - row];
      along += direct.values[i] * x.values[i] / static_cast<double>(D);
    }
    const double r = 1.0 / std::sqrt(squares + the_case.attributes.at("eps"));
    for (std::size_t i = row; i < row + D; ++i) {
      direct.values[i] *= r;
      by_size.values[i] = -x.values[i] * along * r * r * r;
    }
  }
  return {{"x", "the term of dxhat itself", std::move(direct)},
          {"x", "the term that comes through the size of the row", std::move(by_size)}};
}

const FormulaRegistration registration{"rmsnorm", {.terms = terms}};

}  // namespace grader::rmsnorm_formula
