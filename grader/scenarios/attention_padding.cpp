#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "grader/base/numbers.hpp"
#include "grader/scenarios/attention.hpp"
#include "grader/scenarios/figures.hpp"
#include "grader/scenarios/layers.hpp"

namespace grader {

namespace attention_padding_part {

using backprop::Matrix;
using backprop::Rng;

constexpr std::size_t kWords = 3;    // sequences
constexpr std::size_t kLetters = 5;  // steps of each
constexpr std::size_t kFeatures = 6;
constexpr std::size_t kRows = kWords * kLetters;
constexpr std::size_t kPadded =
    2 * kLetters;  // the row that may look at nothing: step 0 of the last sequence
constexpr std::size_t kSteps = 60;
constexpr double kStepSize = 2.0;

// Attention with two projections that are trained, wq and wk; the values are the inputs themselves.
struct PaddedNet {
  Matrix x, wanted;  // (kRows, kFeatures)
  Matrix wq, wk;     // (kFeatures, kFeatures)
};

Tensor mask_with_one_empty_row() {
  Tensor mask = Tensor::filled({kWords, kLetters, kLetters}, 1.0);
  for (std::size_t s = 0; s < kLetters; ++s) mask.values[kPadded * kLetters + s] = 0.0;
  return mask;
}

// Rows `first` to `first + kLetters` of a matrix: one sequence.
Matrix rows_of_sequence(const Matrix& x, std::size_t n) {
  Matrix rows = backprop::zeros(kLetters, x.shape(1));
  for (std::size_t t = 0; t < kLetters; ++t)
    backprop::row_at(rows, t) = backprop::row_at(x, n * kLetters + t);
  return rows;
}

void put_sequence(Matrix& x, std::size_t n, const Matrix& rows) {
  for (std::size_t t = 0; t < kLetters; ++t)
    backprop::row_at(x, n * kLetters + t) = backprop::row_at(rows, t);
}

// What is computed around the softmax: scores before it, and after it the loss and the gradients.
struct Around {
  explicit Around(const PaddedNet& the_net)
      : net(the_net), q(backprop::matmul(net.x, net.wq)), k(backprop::matmul(net.x, net.wk)) {}

  Matrix scores() const {
    Matrix s = backprop::zeros(kRows, kLetters);
    for (std::size_t n = 0; n < kWords; ++n) {
      const Matrix product =
          backprop::matmul(rows_of_sequence(q, n), backprop::transpose(rows_of_sequence(k, n)));
      put_sequence(s, n, product / std::sqrt(static_cast<double>(kFeatures)));
    }
    return s;
  }

  // Returns out - wanted.
  Matrix error(const Matrix& p) const {
    Matrix out = backprop::zeros(kRows, kFeatures);
    for (std::size_t n = 0; n < kWords; ++n)
      put_sequence(out, n, backprop::matmul(rows_of_sequence(p, n), rows_of_sequence(net.x, n)));
    return out - net.wanted;
  }

  Matrix dp(const Matrix& dout) const {
    Matrix result = backprop::zeros(kRows, kLetters);
    for (std::size_t n = 0; n < kWords; ++n) {
      put_sequence(
          result, n,
          backprop::matmul(rows_of_sequence(dout, n), backprop::transpose(rows_of_sequence(net.x, n))));
    }
    return result;
  }

  // Returns dwq and dwk from the gradient of the scores.
  std::pair<Matrix, Matrix> weights(const Matrix& ds) const {
    const double scale = 1.0 / std::sqrt(static_cast<double>(kFeatures));
    Matrix dq = backprop::zeros(kRows, kFeatures), dk = dq;
    for (std::size_t n = 0; n < kWords; ++n) {
      const Matrix own = rows_of_sequence(ds, n);
      put_sequence(dq, n, scale * backprop::matmul(own, rows_of_sequence(k, n)));
      put_sequence(dk, n, scale * backprop::matmul(backprop::transpose(own), rows_of_sequence(q, n)));
    }
    return {backprop::matmul(backprop::transpose(net.x), dq),
            backprop::matmul(backprop::transpose(net.x), dk)};
  }

  const PaddedNet& net;
  Matrix q, k;
};

double not_finite(const Matrix& weights) {
  return static_cast<double>(
      std::count_if(weights.begin(), weights.end(), [](double value) { return !std::isfinite(value); }));
}

// How many of the elements of dwq are not finite where the mask is minus infinity on the scores, and the
// softmax is the usual one: e^(s - max), divided by its sum, and p (dp - sum of p dp) on the way back.
double spoiled_by_minus_infinity(const PaddedNet& net) {
  const Around around(net);
  Matrix s = around.scores();
  for (std::size_t j = 0; j < kLetters; ++j) s(kPadded, j) = -std::numeric_limits<double>::infinity();
  Matrix p = backprop::exp(s - backprop::as_column(backprop::max(s, 1)));
  p = p / backprop::as_column(backprop::sum(p, 1));
  const Matrix dp = around.dp(around.error(p));
  const Matrix ds = p * (dp - backprop::as_column(backprop::sum(p * dp, 1)));
  return not_finite(around.weights(ds).first);
}

// A net whose outputs should be those of another one, with other projections.
PaddedNet taught(Rng& rng) {
  const auto projection = [&](double size) { return Matrix(size * rng.normal(kFeatures, kFeatures)); };
  const Matrix x = rng.normal(kRows, kFeatures);
  const PaddedNet teacher{x, backprop::zeros(kRows, kFeatures), projection(0.6), projection(0.6)};
  const Around around(teacher);
  const Matrix s = around.scores();
  Matrix p = backprop::exp(s - backprop::as_column(backprop::max(s, 1)));
  p = p / backprop::as_column(backprop::sum(p, 1));
  backprop::row_at(p, kPadded) = 0.0;
  return {x, around.error(p), projection(0.3), projection(0.3)};
}

Matrix as_matrix_of_rows(const Tensor& tensor) {
  return to_matrix({{kRows, tensor.values.size() / kRows}, tensor.values});
}

Measurements run(Subject& subject, std::uint64_t seed, const Tell& tell) {
  Rng rng(seed);
  PaddedNet net = taught(rng);
  const Shape weights_shape = {kWords, kLetters, kLetters};
  Measurements result;
  result["spoiled"] = {spoiled_by_minus_infinity(net)};
  for (std::size_t step = 0; step < kSteps; ++step) {
    const Around around(net);
    const Tensor scores = {weights_shape, from_xtensor(around.scores()).values};
    LayerCall softmax(subject, "masked_softmax", {{"x", scores}, {"mask", mask_with_one_empty_row()}});
    const Matrix p = as_matrix_of_rows(softmax.output("p", weights_shape));
    const Matrix error = around.error(p);
    result["loss"].push_back(backprop::mean(error * error));
    const Matrix dp = around.dp(2.0 / static_cast<double>(error.size()) * error);
    const Tensors gradients = softmax.backward({{"p", {weights_shape, from_xtensor(dp).values}}});
    const Matrix ds = as_matrix_of_rows(gradients.at("x"));
    double padded = 0.0;
    for (std::size_t j = 0; j < kLetters; ++j) padded += std::abs(ds(kPadded, j)) + std::abs(p(kPadded, j));
    result["padded"].push_back(padded);
    const auto [dwq, dwk] = around.weights(ds);
    result["not finite"].push_back(not_finite(dwq));
    result["dwq"].push_back(norm(from_xtensor(dwq)));
    result["dwk"].push_back(norm(from_xtensor(dwk)));
    net.wq -= kStepSize * dwq;
    net.wk -= kStepSize * dwk;
    tell_step(tell, "a padded query", step + 1, kSteps, fmt::format("loss {:.4f}", result["loss"].back()));
  }
  return result;
}

std::optional<std::string> lesson_missing(const Measurements& m) {
  if (m.at("spoiled").front() != kFeatures * kFeatures)
    return "minus infinity on the scores does not spoil every weight";
  if (!(m.at("loss").back() < 0.9 * m.at("loss").front())) return "the loss does not fall";
  return std::nullopt;
}

std::optional<std::string> problem_of(const Measurements& student, const Measurements& reference) {
  struct Series {
    const char* key;
    const char* words;
  };
  const Series all[] = {{"padded", "the sum of |p| and |dx| in the row that is masked whole"},
                        {"loss", "the loss"},
                        {"dwq", "the norm of dwq"},
                        {"dwk", "the norm of dwk"}};
  std::optional<Departure> first;
  const char* what = "";
  for (const Series& series : all) {
    const auto departure = first_departure(student.at(series.key), reference.at(series.key));
    if (!departure || (first && first->step <= departure->step)) continue;
    first = departure;
    what = series.words;
  }
  if (!first) return std::nullopt;
  const auto [yours, expected] = format_apart(first->student, first->reference);
  return fmt::format("With one padded query, {} is {} at step {}, expected {}.", what, yours, first->step,
                     expected);
}

std::string story(const Measurements& m) {
  const std::vector<double>& counts = m.at("not finite");
  const double most = *std::max_element(counts.begin(), counts.end());
  const std::string yours = most == 0.0 ? "none is" : fmt::format("up to {:.0f} are", most);
  return fmt::format(
      "One query of {} may look at nothing. With minus infinity on its scores and the usual softmax, {:.0f} "
      "of the {} elements of dwq are NaN or infinite, at the first step. With your masked_softmax, {}, in {} "
      "steps, and the loss goes from {} to {}.",
      kRows, m.at("spoiled").front(), kFeatures * kFeatures, yours, kSteps,
      format_number(m.at("loss").front(), 3), format_number(m.at("loss").back(), 3));
}

PartVerdict judge(const Measurements& student, const Measurements& reference) {
  if (const auto problem = lesson_missing(reference)) {
    return {{Status::grader_error, "The reference run does not show what it should: " + *problem + ".", {}},
            {}};
  }
  Finding finding = Finding::pass();
  if (const auto problem = problem_of(student, reference)) finding = scenario_fails(*problem);
  return {finding,
          {lines("attention-padding", "Training with one padded query", "step", "loss",
                 {{"yours", student.at("loss")}, {"reference", reference.at("loss")}})}};
}

std::vector<Question> questions() {
  return {
      {.id = "one-padded-query",
       .text =
           "One query of a batch may look at nothing: all its scores are minus infinity, and the softmax is "
           "the usual one. How many of the 36 elements of dwq are NaN at the first step?",
       .measure = [](const Measurements& m) { return m.at("spoiled").front(); },
       .within = 0.5}};
}

}  // namespace attention_padding_part

ScenarioPart attention_padding() {
  return {"padding",
          {"masked_softmax"},
          {"masked_softmax"},
          attention_padding_part::run,
          attention_padding_part::judge,
          attention_padding_part::story,
          {},
          attention_padding_part::questions()};
}

}  // namespace grader
