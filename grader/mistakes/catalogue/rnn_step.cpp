#include <backprop/rnn_step.hpp>

#include "grader/mistakes/catalogue/recurrence.hpp"

namespace grader::rnn_step_mistakes {

using namespace backprop;

RnnStepCache run(Given& given) {
  Arguments& in = given.in;
  return rnn_step_forward(in.matrix("x"), in.matrix("prev_h"), in.matrix("wx"), in.matrix("wh"),
                          in.vector("b"))
      .cache;
}

// Uses da = dnext_h * local(cache) with a wrong local derivative. Everything after it is right.
template <class Local>
WrongAnswer with_local_derivative(Local local) {
  return [local](Given& given) {
    const RnnStepCache cache = run(given);
    return tensors_of(behind_sum(cache, given.upstream.matrix("next_h") * local(cache)));
  };
}

Matrix right_da(Given& given, const RnnStepCache& cache) {
  return given.upstream.matrix("next_h") * (1.0 - cache.next_h * cache.next_h);
}

Tensors slope_before_tanh(Given& given) {
  const RnnStepCache cache = run(given);
  const Matrix a = matmul(cache.x, cache.wx) + matmul(cache.prev_h, cache.wh) + as_row(given.in.vector("b"));
  return tensors_of(behind_sum(cache, given.upstream.matrix("next_h") * (1.0 - a * a)));
}

Tensors wh_transposed(Given& given) {
  const RnnStepCache cache = run(given);
  return {{"prev_h", from_xtensor(matmul(right_da(given, cache), cache.wh))}};
}

Tensors dwh_transposed(Given& given) {
  const RnnStepCache cache = run(given);
  return {{"wh", from_xtensor(matmul(transpose(right_da(given, cache)), cache.prev_h))}};
}

Tensors dwh_from_next_h(Given& given) {
  const RnnStepCache cache = run(given);
  return {{"wh", from_xtensor(matmul(transpose(cache.next_h), right_da(given, cache)))}};
}

Tensors with_a_shortcut(Given& given) {
  const Matrix dprev_h = to_matrix(given.right.at("prev_h")) + given.upstream.matrix("next_h");
  return {{"prev_h", from_xtensor(dprev_h)}};
}

Tensors db_of_first_row(Given& given) {
  const Matrix da = right_da(given, run(given));
  Tensor db = Tensor::filled({da.shape(1)}, 0.0);
  for (std::size_t j = 0; j < da.shape(1); ++j) db.values[j] = da(0, j);
  return {{"b", db}};
}

const std::vector<std::string> kAll = {"x", "prev_h", "wx", "wh", "b"};

const MistakeRegistration registration{
    "rnn_step",
    {
        {.id = "without-tanh",
         .spoils = kAll,
         .hint = "What is the first thing on the way back from next_h, before any of the products?",
         .misconception = "The step is two affine layers; the nonlinearity is a matter of the forward pass.",
         .answer = with_local_derivative([](const RnnStepCache& cache) -> Matrix {
           return zeros(cache.next_h.shape(0), cache.next_h.shape(1)) + 1.0;
         })},
        {.id = "tanh-of-next-h",
         .spoils = kAll,
         .hint = "What the cache holds has been through the tanh already: is it sent through once more?",
         .misconception = "The derivative of tanh always takes the tanh of what is at hand.",
         .answer = with_local_derivative([](const RnnStepCache& cache) -> Matrix {
           const Matrix twice = backprop::tanh(cache.next_h);
           return 1.0 - twice * twice;
         })},
        {.id = "derivative-at-input-of-tanh",
         .spoils = kAll,
         .hint = "In the derivative of tanh there is a square: of the number before the tanh, or after it?",
         .misconception =
             "A local derivative is a function of the input, so the square is that of the input.",
         .answer = slope_before_tanh},
        {.id = "sigmoid-derivative",
         .spoils = kAll,
         .hint = "Whose derivative is that, the sigmoid's or the tanh's?",
         .misconception = "All squashing functions have the derivative of the sigmoid.",
         .answer = with_local_derivative(
             [](const RnnStepCache& cache) -> Matrix { return cache.next_h * (1.0 - cache.next_h); })},
        {.id = "square-forgotten",
         .spoils = kAll,
         .hint = "The slope of tanh is the same at a and at -a: is yours?",
         .misconception = "The derivative of tanh is one minus its value.",
         .answer =
             with_local_derivative([](const RnnStepCache& cache) -> Matrix { return 1.0 - cache.next_h; })},
        {.id = "wh-not-transposed",
         .spoils = {"prev_h"},
         .hint = "wh is square, so either way fits: along which of its axes does dprev_h[n, i] add up?",
         .misconception = "Where the shapes agree a product is right.",
         .answer = wh_transposed},
        {.id = "dwh-transposed",
         .spoils = {"wh"},
         .hint = "dwh[i, j] belongs to the path from hidden unit i before to hidden unit j after: and yours?",
         .misconception = "Where the shapes agree a product is right.",
         .answer = dwh_transposed},
        {.id = "dwh-from-next-h",
         .spoils = {"wh"},
         .hint = "Which hidden state does wh multiply in the forward pass?",
         .misconception = "The hidden state of this step is the one that belongs to this step's wh.",
         .answer = dwh_from_next_h},
        {.id = "shortcut",
         .spoils = {"prev_h"},
         .hint = "Is prev_h added to next_h anywhere, or does it come in by one way only?",
         .misconception = "The hidden state is passed on, so its gradient is passed back unchanged as well.",
         .answer = with_a_shortcut},
        {.id = "db-of-first-row",
         .spoils = {"b"},
         .hint = "How many rows of the batch does b take part in?",
         .misconception = "A bias belongs to a single example.",
         .answer = db_of_first_row},
        averaged_bias(),
        {.id = "weights-averaged",
         .spoils = {"wx", "wh", "b"},
         .hint = "The mean over the batch belongs to the loss: is it in dnext_h already?",
         .misconception = "Every layer has to average its weight gradients over the batch.",
         .answer =
             [](Given& given) {
               return over_the_batch(given, {"wx", "wh", "b"});
             }},
        {.id = "divided-by-slope",
         .spoils = kAll,
         .hint =
             "On the way back through the tanh: is what arrives multiplied by the slope, or divided by it?",
         .misconception = "Going backwards through a function is dividing by its derivative.",
         .answer = with_local_derivative(
             [](const RnnStepCache& cache) -> Matrix { return 1.0 / (1.0 - cache.next_h * cache.next_h); })},
    }};

}  // namespace grader::rnn_step_mistakes
