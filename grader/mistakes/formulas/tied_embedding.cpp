// A table that is met at both ends.
#include "grader/mistakes/formulas/value.hpp"

namespace grader::tied_embedding_formula {

using namespace backprop;

std::vector<FormulaTerm> terms(const Case& the_case, const Tensors& upstream) {
  Arguments in(the_case.inputs), up(upstream);
  const LabelMatrix& tokens = in.label_matrix("tokens");
  const Matrix& w = in.matrix("w");
  const Matrix& m = in.matrix("m");
  const std::size_t T = tokens.shape(1), rows = tokens.shape(0) * T;
  Matrix x = zeros(rows, w.shape(1));
  for (std::size_t i = 0; i < rows; ++i) row_at(x, i) = row_at(w, tokens(i / T, i % T));
  const Matrix d = reshape(up.tensor3("scores"), {rows, w.shape(0)});
  const Matrix top = matmul(transpose(d), matmul(x, m));
  const Matrix dx = matmul(matmul(d, w), transpose(m));
  Matrix read = zeros(w.shape(0), w.shape(1));
  for (std::size_t i = 0; i < rows; ++i) row_at(read, tokens(i / T, i % T)) += row_at(dx, i);
  return {{"w", "the share of w as it makes the scores", from_xtensor(top)},
          {"w", "the share of the rows that were read", from_xtensor(read)}};
}

const FormulaRegistration registration{"tied_embedding", {.terms = terms}};

}  // namespace grader::tied_embedding_formula
