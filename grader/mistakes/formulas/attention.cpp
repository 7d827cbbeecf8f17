// Attention, and the softmax inside it: the gradient of a score has one term for itself and one for its row.
#include <fmt/format.h>
#include <backprop/attention.hpp>
#include <backprop/heads.hpp>
#include <backprop/multi_head_attention.hpp>
#include <backprop/sequence.hpp>
#include <cmath>

#include "grader/mistakes/formulas/value.hpp"

namespace grader::attention_formulas {

using namespace backprop;

constexpr const char* kItself = "the softmax's term of each weight itself";
constexpr const char* kRow = "the softmax's sum along the row";

std::vector<FormulaTerm> terms(const Case& the_case, const Tensors& upstream) {
  Arguments in(the_case.inputs), up(upstream);
  const Tensor3& q = in.tensor3("q");
  const Tensor3& k = in.tensor3("k");
  const Tensor3& v = in.tensor3("v");
  const Tensor3& dout = up.tensor3("out");
  const auto p = attention_forward(q, k, v, the_case.attributes.at("causal") != 0.0).cache.p;
  const double scale = 1.0 / std::sqrt(static_cast<double>(q.shape(2)));
  Tensor3 dq = zeros_like(q), dq_row = zeros_like(q), dk = zeros_like(k), dk_row = zeros_like(k);
  for (std::size_t n = 0; n < q.shape(0); ++n) {
    const Matrix weights = sequence_at(p, n);
    const Matrix dweights = matmul(sequence_at(dout, n), transpose(sequence_at(v, n)));
    const Matrix itself = scale * weights * dweights;
    const Matrix row = -scale * weights * as_column(sum(weights * dweights, 1));
    set_sequence(dq, n, matmul(itself, sequence_at(k, n)));
    set_sequence(dq_row, n, matmul(row, sequence_at(k, n)));
    set_sequence(dk, n, matmul(transpose(itself), sequence_at(q, n)));
    set_sequence(dk_row, n, matmul(transpose(row), sequence_at(q, n)));
  }
  return {{"q", kItself, from_xtensor(dq)},
          {"q", kRow, from_xtensor(dq_row)},
          {"k", kItself, from_xtensor(dk)},
          {"k", kRow, from_xtensor(dk_row)}};
}

const FormulaRegistration attention{"attention", {.terms = terms}};
const FormulaRegistration attention_recomputed{"attention_recomputed", {.terms = terms}};

std::vector<FormulaTerm> ways_of_x(const Case& the_case, const Tensors& upstream) {
  Arguments in(the_case.inputs), up(upstream);
  const Tensor3& x = in.tensor3("x");
  const std::size_t T = x.shape(1);
  const auto heads = static_cast<std::size_t>(the_case.attributes.at("heads"));
  const Matrix rows = as_rows(x);
  const auto project = [&](const char* w) {
    return split_heads(as_sequences(Matrix(matmul(rows, in.matrix(w))), T), heads);
  };
  const auto inside =
      attention_forward(project("wq"), project("wk"), project("wv"), the_case.attributes.at("causal") != 0.0);
  const Matrix dmerged = matmul(as_rows(up.tensor3("out")), transpose(in.matrix("wo")));
  const AttentionGradients d = attention_backward(split_heads(as_sequences(dmerged, T), heads), inside.cache);
  const auto back = [&](const Tensor3& gradient, const Matrix& w) {
    return from_xtensor(as_sequences(Matrix(matmul(as_rows(merge_heads(gradient, heads)), w)), T));
  };
  const auto way = [&](const std::string& words, const Tensor3& gradient, const std::string& own) {
    FormulaTerm term{"x", words, back(gradient, transpose(in.matrix(own)))};
    term.instead.emplace_back(fmt::format("with {} in the place of {}^T", own, own),
                              back(gradient, in.matrix(own)));
    for (const std::string other : {"wq", "wk", "wv", "wo"}) {
      if (other == own) continue;
      term.instead.emplace_back(fmt::format("with {} in the place of {}", other, own),
                                back(gradient, transpose(in.matrix(other))));
    }
    return term;
  };
  return {way("the way through the queries", d.dq, "wq"), way("the way through the keys", d.dk, "wk"),
          way("the way through the values", d.dv, "wv")};
}

const FormulaRegistration multi_head_attention{"multi_head_attention", {.terms = ways_of_x}};

}  // namespace grader::attention_formulas
