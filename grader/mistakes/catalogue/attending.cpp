#include "grader/mistakes/catalogue/attending.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader {

using namespace backprop;

namespace attending_parts {

AttendingSequence sequence_of(Given& given, std::size_t n) {
  AttendingSequence sequence{sequence_at(given.in.tensor3("q"), n),
                             sequence_at(given.in.tensor3("k"), n),
                             sequence_at(given.in.tensor3("v"), n),
                             sequence_at(given.upstream.tensor3("out"), n),
                             given.attributes.at("causal") != 0.0,
                             1.0,
                             {},
                             {},
                             {},
                             {}};
  sequence.scale = 1.0 / std::sqrt(static_cast<double>(sequence.q.shape(1)));
  sequence.s = sequence.scale * matmul(sequence.q, transpose(sequence.k));
  Matrix seen = sequence.s;
  for (std::size_t i = 0; sequence.causal && i < seen.shape(0); ++i) {
    for (std::size_t j = i + 1; j < seen.shape(1); ++j) seen(i, j) = -std::numeric_limits<double>::infinity();
  }
  const Vector largest = backprop::max(seen, 1);
  const Matrix e = backprop::exp(seen - as_column(largest));
  sequence.p = e / as_column(backprop::sum(e, 1));
  sequence.lse = largest + backprop::log(backprop::sum(e, 1));
  sequence.dweights = matmul(sequence.d, transpose(sequence.v));
  return sequence;
}

// Puts a gradient of one sequence in its place among those of all.
void place(Tensors& result, const char* name, const Given& given, std::size_t n, const Matrix& gradient) {
  if (gradient.size() == 0) return;
  Tensor& all = result.try_emplace(name, given.right.at(name)).first->second;
  std::copy(gradient.begin(), gradient.end(),
            all.values.begin() + static_cast<std::ptrdiff_t>(n * gradient.size()));
}

AttendingGradients all_three(const AttendingSequence& sequence, const Matrix& ds, Matrix dv) {
  AttendingGradients gradients = from_products(sequence, ds);
  gradients.dv = std::move(dv);
  return gradients;
}

using One = const AttendingSequence&;

AttendingGradients without_scale(One one, Given&) { return from_products(one, through_softmax(one)); }

AttendingGradients with_scale_twice(One one, Given&) {
  return from_products(one, one.scale * one.scale * through_softmax(one));
}

AttendingGradients with_elementwise_softmax(One one, Given&) {
  return from_products(one, one.scale * one.p * (1.0 - one.p) * one.dweights);
}

AttendingGradients without_the_sum(One one, Given&) {
  return from_products(one, one.scale * one.p * one.dweights);
}

AttendingGradients past_the_softmax(One one, Given&) {
  return from_products(one, one.scale * one.dweights * (one.p > 0.0));
}

AttendingGradients with_plain_mean(One one, Given&) {
  return from_products(one, one.scale * one.p * (one.dweights - as_column(backprop::mean(one.dweights, 1))));
}

AttendingGradients with_sum_over_queries(One one, Given&) {
  const Matrix product = one.p * one.dweights;
  return from_products(one, one.scale * one.p * (one.dweights - as_row(backprop::sum(product, 0))));
}

AttendingGradients with_slope_of_log_softmax(One one, Given&) {
  return from_products(one, one.scale * (one.dweights - one.p * as_column(backprop::sum(one.dweights, 1))));
}

AttendingGradients with_itself_hidden(One one, Given&) {
  Matrix ds = one.scale * through_softmax(one);
  Matrix p = one.p;
  for (std::size_t i = 0; one.causal && i < ds.shape(0); ++i) ds(i, i) = p(i, i) = 0.0;
  return all_three(one, ds, matmul(transpose(p), one.d));
}

AttendingGradients of_the_last_query(One one, Given&) {
  Matrix ds = one.scale * through_softmax(one);
  Matrix p = one.p;
  for (std::size_t i = 0; i + 1 < ds.shape(0); ++i) {
    for (std::size_t j = 0; j < ds.shape(1); ++j) ds(i, j) = p(i, j) = 0.0;
  }
  return all_three(one, ds, matmul(transpose(p), one.d));
}

AttendingGradients without_upstream(One one, Given&) {
  AttendingSequence ones = one;
  ones.d = ones_like(one.d);
  ones.dweights = matmul(ones.d, transpose(one.v));
  return all_three(ones, one.scale * through_softmax(ones), matmul(transpose(one.p), ones.d));
}

}  // namespace attending_parts

Matrix through_softmax(const AttendingSequence& sequence) {
  const auto& [q, k, v, d, causal, scale, s, p, dweights, lse] = sequence;
  return p * (dweights - as_column(backprop::sum(p * dweights, 1)));
}

AttendingGradients from_products(const AttendingSequence& sequence, const Matrix& ds) {
  return {matmul(ds, sequence.k), matmul(transpose(ds), sequence.q)};
}

WrongAnswer each_sequence(std::function<AttendingGradients(const AttendingSequence&, Given&)> wrong) {
  return [wrong = std::move(wrong)](Given& given) {
    Tensors result;
    for (std::size_t n = 0; n < given.in.tensor3("q").shape(0); ++n) {
      const AttendingGradients gradients = wrong(attending_parts::sequence_of(given, n), given);
      attending_parts::place(result, "q", given, n, gradients.dq);
      attending_parts::place(result, "k", given, n, gradients.dk);
      attending_parts::place(result, "v", given, n, gradients.dv);
    }
    return result;
  };
}

std::vector<KnownMistake> attending_mistakes_and(std::vector<KnownMistake> more) {
  using namespace attending_parts;
  const std::vector<std::string> products = {"q", "k"};
  const std::vector<std::string> all = {"q", "k", "v"};
  std::vector<KnownMistake> mistakes = {
      {.id = "scale-forgotten",
       .spoils = products,
       .hint = "What are the products of queries and keys divided by, before the softmax sees them?",
       .misconception =
           "The scale keeps the forward pass in range; a constant does not matter on the way back.",
       .answer = each_sequence(without_scale)},
      {.id = "scale-twice",
       .spoils = products,
       .hint = "How often does the forward pass divide a product by sqrt(D)?",
       .misconception = "q and k are each scaled, so each gradient is scaled once more.",
       .answer = each_sequence(with_scale_twice)},
      {.id = "softmax-elementwise",
       .spoils = products,
       .hint = "If one weight of a row grows, what do the others of the row do?",
       .misconception = "A softmax has the slope of a sigmoid, p (1 - p), at each place.",
       .answer = each_sequence(with_elementwise_softmax)},
      {.id = "sum-forgotten",
       .spoils = products,
       .hint =
           "The weights of a row add up to 1 before and after a change: does your ds of a row add up to 0?",
       .misconception = "The gradient of e^x is e^x, and dividing by the sum is a constant factor.",
       .answer = each_sequence(without_the_sum)},
      {.id = "softmax-forgotten",
       .spoils = products,
       .hint = "What stands between the weights, whose gradient you have, and the scores?",
       .misconception = "The weights are the scores, but for their size.",
       .answer = each_sequence(past_the_softmax)},
      {.id = "plain-mean",
       .spoils = products,
       .hint =
           "A key that a query hardly looks at: does it count as much as the others in what you subtract?",
       .misconception = "A softmax takes the mean out of the gradient, as a normalisation does.",
       .answer = each_sequence(with_plain_mean)},
      {.id = "sum-over-queries",
       .spoils = products,
       .hint = "Which weights of (T, S) add up to 1: those of a row, or those of a column?",
       .misconception = "A sum over one of the axes, and both have about the same size.",
       .answer = each_sequence(with_sum_over_queries)},
      {.id = "slope-of-log-softmax",
       .spoils = products,
       .hint = "Do the values get multiplied by the weights, or by their logarithms?",
       .misconception = "The gradient of a softmax is what one knows from the softmax loss.",
       .answer = each_sequence(with_slope_of_log_softmax)},
      {.id = "itself-hidden",
       .spoils = all,
       .hint = "Which keys does query 0 see under a causal mask?",
       .misconception = "A causal mask leaves the steps strictly before one's own.",
       .answer = each_sequence(with_itself_hidden)},
      {.id = "last-query-only",
       .spoils = all,
       .hint = "Every query has an output: which of them have a gradient, in this layer?",
       .misconception = "As when a model writes: only the last query counts.",
       .answer = each_sequence(of_the_last_query)},
      {.id = "upstream-ignored",
       .spoils = all,
       .hint = "Does your answer change when dout does?",
       .misconception = "The local derivative is the gradient.",
       .answer = each_sequence(without_upstream)},
  };
  for (KnownMistake& mistake : more) mistakes.push_back(std::move(mistake));
  return mistakes;
}

}  // namespace grader
