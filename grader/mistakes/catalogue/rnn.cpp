#include <backprop/clip_grad_norm.hpp>
#include <backprop/rnn.hpp>
#include <memory>

#include "grader/mistakes/catalogue/recurrence.hpp"

namespace grader::rnn_mistakes {

using namespace backprop;

std::shared_ptr<const RnnCache> run(Arguments& in) {
  return std::make_shared<RnnCache>(
      rnn_forward(in.tensor3("x"), in.matrix("h0"), in.matrix("wx"), in.matrix("wh"), in.vector("b")).cache);
}

Unrolled unroll(Arguments& in) {
  const auto cache = run(in);
  return {cache->steps.size(), [cache](std::size_t t, const Matrix& dnext_h, const Matrix&) {
            return step_back(rnn_step_backward(dnext_h, cache->steps[t]));
          }};
}

Matrix slope(const RnnStepCache& step) { return 1.0 - step.next_h * step.next_h; }

Tensors wh_not_transposed(Given& given) {
  const auto cache = run(given.in);
  const auto wrong_step = [&](std::size_t t, const Matrix& dnext_h, const Matrix&) {
    const RnnStepCache& step = cache->steps[t];
    StepBack back = step_back(rnn_step_backward(dnext_h, step));
    back.dprev_h = matmul(dnext_h * slope(step), step.wh);
    return back;
  };
  return tensors_of(back_through_time(given, {cache->steps.size(), wrong_step}));
}

// The carried gradient joins after the tanh instead of before it.
Tensors joined_behind_tanh(Given& given) {
  const auto cache = run(given.in);
  const Tensor3& dh = given.upstream.tensor3("h");
  const auto wrong_step = [&](std::size_t t, const Matrix& dnext_h, const Matrix&) {
    const Matrix own = at_time(dh, t);
    return behind_sum(cache->steps[t], own * slope(cache->steps[t]) + (dnext_h - own));
  };
  return tensors_of(back_through_time(given, {cache->steps.size(), wrong_step}));
}

Tensors dwh_from_h_t(Given& given) {
  const auto cache = run(given.in);
  const auto wrong_step = [&](std::size_t t, const Matrix& dnext_h, const Matrix&) {
    const RnnStepCache& step = cache->steps[t];
    StepBack back = step_back(rnn_step_backward(dnext_h, step));
    back.dwh = matmul(transpose(step.next_h), dnext_h * slope(step));
    return back;
  };
  return {{"wh", from_xtensor(back_through_time(given, {cache->steps.size(), wrong_step}).dwh)}};
}

Tensors clipped_inside_the_loop(Given& given) {
  const auto clipped = [](const Matrix&, const StepBack& step) {
    return clip_grad_norm({step.dprev_h}, 1.0).gradients.front();
  };
  return tensors_of(back_through_time(given, unroll(given.in), {.carry = clipped}));
}

const std::vector<std::string> kAll = {"x", "h0", "wx", "wh", "b"};

const MistakeRegistration registration{
    "rnn",
    recurrent_mistakes(
        unroll,
        {
            {.id = "wh-not-transposed",
             .spoils = kAll,
             .hint = "wh is square, so either way fits: along which of its axes does what goes back add up?",
             .misconception = "Where the shapes agree a product is right.",
             .answer = wh_not_transposed},
            {.id = "carried-joins-behind-tanh",
             .spoils = kAll,
             .hint = "Where do the two gradients of h_t meet: before they go through the tanh, or after it?",
             .misconception = "What comes back from the next step has been through the tanh already.",
             .answer = joined_behind_tanh},
            {.id = "dwh-from-h-t",
             .spoils = {"wh"},
             .hint = "Which hidden state does wh multiply at step t?",
             .misconception = "The hidden state of step t belongs to the gradient of step t.",
             .answer = dwh_from_h_t},
            {.id = "clipped-inside-the-loop",
             .spoils = kAll,
             .hint = "What if the upstream gradient were a hundred times as large: would yours be, too?",
             .misconception =
                 "Against exploding gradients one clips what is carried, at every step of the loop.",
             .answer = clipped_inside_the_loop},
        })};

}  // namespace grader::rnn_mistakes
