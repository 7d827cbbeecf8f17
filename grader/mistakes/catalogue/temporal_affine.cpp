#include "grader/mistakes/catalogue/wrong_tensors.hpp"
#include "grader/mistakes/mistake.hpp"

namespace grader::temporal_affine_mistakes {

using namespace backprop;

struct Steps {
  const Tensor3& x;     // (N, T, D)
  const Matrix& w;      // (D, M)
  const Tensor3& dout;  // (N, T, M)
  std::size_t count;    // T

  explicit Steps(Given& given)
      : x(given.in.tensor3("x")),
        w(given.in.matrix("w")),
        dout(given.upstream.tensor3("out")),
        count(x.shape(1)) {}
};

Tensors weights_divided_by(Given& given, std::size_t divisor) {
  return scaled(given.right, {"w", "b"}, 1.0 / static_cast<double>(divisor));
}

// (N, T, D) -> (T N, D), or (N T, D).
Matrix flattened(const Tensor3& tensor, bool time_first) {
  const std::size_t N = tensor.shape(0);
  const std::size_t T = tensor.shape(1);
  Matrix rows = zeros(N * T, tensor.shape(2));
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t t = 0; t < T; ++t) {
      for (std::size_t d = 0; d < rows.shape(1); ++d)
        rows(time_first ? t * N + n : n * T + t, d) = tensor(n, t, d);
    }
  }
  return rows;
}

// (N, T, D) -> (N, D).
Matrix summed_over_time(const Tensor3& tensor) {
  Matrix total = zeros(tensor.shape(0), tensor.shape(2));
  for (std::size_t t = 0; t < tensor.shape(1); ++t) total += at_time(tensor, t);
  return total;
}

Tensors weights_of_last_step(Given& given) {
  const Steps steps(given);
  const Matrix dlast = at_time(steps.dout, steps.count - 1);
  const Matrix dw = matmul(transpose(at_time(steps.x, steps.count - 1)), dlast);
  return {{"w", from_xtensor(dw)}, {"b", from_xtensor(sum(dlast, 0))}};
}

Tensors dx_of_last_step(Given& given) {
  const Steps steps(given);
  Tensor3 dx = zeros(steps.x.shape(0), steps.count, steps.x.shape(2));
  const std::size_t last = steps.count - 1;
  set_time(dx, last, matmul(at_time(steps.dout, last), transpose(steps.w)));
  return {{"x", from_xtensor(dx)}};
}

Tensors dx_carried_back(Given& given) {
  const Steps steps(given);
  Tensor3 dx = zeros(steps.x.shape(0), steps.count, steps.x.shape(2));
  Matrix carried = zeros(dx.shape(0), dx.shape(2));
  for (std::size_t t = steps.count; t-- > 0;) {
    carried += matmul(at_time(steps.dout, t), transpose(steps.w));
    set_time(dx, t, carried);
  }
  return {{"x", from_xtensor(dx)}};
}

Tensors db_of_first_sequence(Given& given) {
  const Steps steps(given);
  Vector db = zeros(steps.w.shape(1));
  for (std::size_t t = 0; t < steps.count; ++t) {
    for (std::size_t m = 0; m < db.shape(0); ++m) db(m) += steps.dout(0, t, m);
  }
  return {{"b", from_xtensor(db)}};
}

Tensors db_for_each_step(Given& given) {
  const Steps steps(given);
  Matrix db = zeros(steps.count, steps.w.shape(1));
  for (std::size_t t = 0; t < steps.count; ++t) {
    const Vector step = sum(at_time(steps.dout, t), 0);
    for (std::size_t m = 0; m < step.shape(0); ++m) db(t, m) = step(m);
  }
  return {{"b", from_xtensor(db)}};
}

Tensors product_of_sums(Given& given) {
  const Steps steps(given);
  const Matrix dw = matmul(transpose(summed_over_time(steps.x)), summed_over_time(steps.dout));
  return {{"w", from_xtensor(dw)}};
}

Tensors flattened_across(Given& given) {
  const Steps steps(given);
  return {{"w", from_xtensor(matmul(transpose(flattened(steps.x, false)), flattened(steps.dout, true)))}};
}

const MistakeRegistration registration{
    "temporal_affine",
    {
        {.id = "weights-of-last-step",
         .spoils = {"w", "b"},
         .hint = "The same w and b serve at every time step: what becomes of the contributions of the steps "
                 "before the last?",
         .misconception = "Inside of the loop over time a gradient is assigned, as in a layer without time.",
         .answer = weights_of_last_step},
        {.id = "averaged-over-time",
         .spoils = {"w", "b"},
         .hint = "Does the forward pass divide by the number of time steps anywhere?",
         .misconception = "A weight that is shared by T steps gets the mean of their gradients.",
         .answer = [](Given& given) { return weights_divided_by(given, Steps(given).count); }},
        {.id = "averaged-over-batch",
         .spoils = {"w", "b"},
         .hint = "The mean over the batch belongs to the loss: is it in dout already?",
         .misconception = "Every layer has to average its weight gradients over the batch.",
         .answer = [](Given& given) { return weights_divided_by(given, Steps(given).x.shape(0)); }},
        {.id = "averaged-over-rows",
         .spoils = {"w", "b"},
         .hint = "Once time and batch are one long axis: is what happens along it a sum or a mean?",
         .misconception = "After reshaping to (N T, D) the N T rows are a batch to average over.",
         .answer =
             [](Given& given) {
               const Steps steps(given);
               return weights_divided_by(given, steps.x.shape(0) * steps.count);
             }},
        {.id = "transposed-dw",
         .spoils = {"w"},
         .hint = "Which index of dw counts inputs, and which outputs?",
         .misconception =
             "The two orders of a product are taken for the same; the shapes only agree where D = M.",
         .answer = [](Given& given) -> Tensors {
           const Steps steps(given);
           const Matrix dw = matmul(transpose(flattened(steps.dout, false)), flattened(steps.x, false));
           return {{"w", from_xtensor(dw)}};
         }},
        {.id = "product-of-sums",
         .spoils = {"w"},
         .hint = "Each input meets the gradient of its own time step: is the sum over time taken before or "
                 "after they are multiplied?",
         .misconception = "The sum of products is the product of the sums.",
         .answer = product_of_sums},
        {.id = "flattened-across",
         .spoils = {"w"},
         .hint =
             "When x and dout are reshaped into long lists of rows, does row k mean the same sequence and "
             "step in both?",
         .misconception = "(N, T, D) may be flattened along either axis first, as long as the sizes agree.",
         .answer = flattened_across},
        {.id = "dx-of-last-step",
         .spoils = {"x"},
         .hint = "Every step has an output of its own: does the loss not look at the earlier ones?",
         .misconception = "In a sequence only the last step carries a gradient.",
         .answer = dx_of_last_step},
        {.id = "dx-carried-back",
         .spoils = {"x"},
         .hint = "Does x at one time step have an influence on the output of a later one, in this layer?",
         .misconception = "Whatever has a time axis hands its gradient on from step to step.",
         .answer = dx_carried_back},
        {.id = "db-of-first-sequence",
         .spoils = {"b"},
         .hint = "b is added in every sequence of the batch: where are the others?",
         .misconception = "A bias is summed over time, as the only axis on which it is shared.",
         .answer = db_of_first_sequence},
        {.id = "db-for-each-step",
         .spoils = {"b"},
         .hint = "How many biases does this layer have, however long the sequence is?",
         .misconception = "A bias is summed over the batch, and each time step keeps its own.",
         .answer = db_for_each_step},
        {.id = "db-counts",
         .spoils = {"b"},
         .hint = "What would db be if the loss did not depend on the output at all?",
         .misconception = "The local derivative with respect to a bias, which is one, is its gradient.",
         .answer = [](Given& given) -> Tensors {
           const Steps steps(given);
           const double rows = static_cast<double>(steps.x.shape(0) * steps.count);
           return {{"b", Tensor::filled({steps.w.shape(1)}, rows)}};
         }},
    }};

}  // namespace grader::temporal_affine_mistakes
