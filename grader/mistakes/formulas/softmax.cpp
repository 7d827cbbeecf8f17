// Layers that end in a softmax of each row: one term for the score itself, and one for its row.
#include <cmath>

#include "grader/mistakes/formulas/value.hpp"
#include "grader/ops/registry.hpp"

namespace grader::softmax_formulas {

Tensor product(Tensor tensor, const Tensor& other) {
  for (std::size_t i = 0; i < tensor.values.size(); ++i) tensor.values[i] *= other.values[i];
  return tensor;
}

// Returns the sum of each row in the place of each of its elements.
Tensor row_sums(const Tensor& tensor) {
  Tensor sums = tensor;
  const std::size_t width = tensor.shape.back();
  for (std::size_t row = 0; row < tensor.values.size(); row += width) {
    double sum = 0.0;
    for (std::size_t i = row; i < row + width; ++i) sum += tensor.values[i];
    for (std::size_t i = row; i < row + width; ++i) sums.values[i] = -sum;
  }
  return sums;
}

// What the layer is, as far as its formulas go.
struct Rows {
  const char* op;
  const char* output;
  std::vector<std::string> shape;
  bool is_log;
};

Tensor probabilities(const Rows& rows, const Case& the_case) {
  Tensor p = find_op(rows.op)->start(the_case).outputs.at(rows.output);
  if (!rows.is_log) return p;
  for (double& value : p.values) value = std::exp(value);
  return p;
}

Formula formula(const Rows& rows) {
  const std::string upstream_name = std::string("d") + rows.output;
  return {.values = [=](const Case& the_case, const Tensors& upstream) -> std::vector<FormulaValue> {
            const Tensor p = probabilities(rows, the_case);
            Tensor rest = p;
            for (double& value : rest.values) value = 1.0 - value;
            return {{"p", rows.shape, p},
                    {"1 - p", rows.shape, rest},
                    {upstream_name, rows.shape, upstream.at(rows.output)}};
          },
          .terms = [=](const Case& the_case, const Tensors& upstream) -> std::vector<FormulaTerm> {
            const Tensor p = probabilities(rows, the_case);
            const Tensor& u = upstream.at(rows.output);
            const Tensor itself = rows.is_log ? u : product(p, u);
            const Tensor sums = row_sums(itself);
            const std::vector<std::string> factors = rows.is_log
                                                         ? std::vector<std::string>{upstream_name}
                                                         : std::vector<std::string>{"p", upstream_name};
            return {{"x", "the term of each score itself", itself, factors},
                    {"x", "the term of the row's sum", product(p, sums), {"p"}}};
          }};
}

const FormulaRegistration softmax{"softmax", formula({"softmax", "p", {"N", "T", "S"}, false})};
const FormulaRegistration masked_softmax{"masked_softmax",
                                         formula({"masked_softmax", "p", {"N", "T", "S"}, false})};
const FormulaRegistration log_softmax{"log_softmax", formula({"log_softmax", "out", {"N", "C"}, true})};

}  // namespace grader::softmax_formulas
