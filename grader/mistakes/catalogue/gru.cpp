#include <backprop/gru.hpp>
#include <memory>

#include "grader/mistakes/catalogue/gru_gates.hpp"

namespace grader::gru_mistakes {

using namespace backprop;

using BackOfStep = std::function<StepBack(const GruStepCache& step, const Matrix& dnext_h)>;

Unrolled unroll_with(Arguments& in, const BackOfStep& back) {
  const auto cache = std::make_shared<const GruCache>(
      gru_forward(in.tensor3("x"), in.matrix("h0"), in.matrix("wx"), in.matrix("wh"), in.vector("b")).cache);
  return {cache->steps.size(), [cache, back](std::size_t t, const Matrix& dnext_h, const Matrix&) {
            return back(cache->steps[t], dnext_h);
          }};
}

StepBack right_step(const GruStepCache& step, const Matrix& dnext_h) {
  return step_back(gru_step_backward(dnext_h, step));
}

Unrolled unroll(Arguments& in) { return unroll_with(in, right_step); }

// A step that returns dprev_h(step, flow) and is right otherwise.
template <class DprevH>
WrongAnswer handing_back(DprevH dprev_h) {
  return [dprev_h](Given& given) {
    const auto wrong_step = [&](const GruStepCache& step, const Matrix& dnext_h) {
      StepBack back = right_step(step, dnext_h);
      back.dprev_h = dprev_h(step, gru_flow(step, dnext_h));
      return back;
    };
    return tensors_of(back_through_time(given, unroll_with(given.in, wrong_step)));
  };
}

Tensors dwh_without_reset(Given& given) {
  const auto wrong_step = [](const GruStepCache& step, const Matrix& dnext_h) {
    StepBack back = right_step(step, dnext_h);
    back.dwh = gru_dwh(step, gru_flow(step, dnext_h), step.prev_h);
    return back;
  };
  return {{"wh", from_xtensor(back_through_time(given, unroll_with(given.in, wrong_step)).dwh)}};
}

const std::vector<std::string> kAll = {"x", "h0", "wx", "wh", "b"};

const MistakeRegistration registration{
    "gru",
    recurrent_mistakes(
        unroll,
        {
            {.id = "carried-without-mix",
             .spoils = kAll,
             .hint = "By which way does a gradient cross a step whose update gate is wide open?",
             .misconception = "The old state matters to a step only through the weights that multiply it.",
             .answer = handing_back([](const GruStepCache& step, const GruFlow& flow) -> Matrix {
               return flow.candidate + by_way_of_gates(step, flow);
             })},
            {.id = "carried-by-mix-alone",
             .spoils = kAll,
             .hint = "Count the places where a step uses the old state: does each send something back?",
             .misconception = "What goes back is what the update gate let through, and no more.",
             .answer = handing_back([](const GruStepCache&, const GruFlow& flow) { return flow.mix; })},
            {.id = "carried-past-the-gates",
             .spoils = kAll,
             .hint = "What do the two gates look at, besides x, when they decide how far to open?",
             .misconception = "Gates are factors, through which nothing goes back to the state before.",
             .answer = handing_back([](const GruStepCache&, const GruFlow& flow) -> Matrix {
               return flow.mix + flow.candidate;
             })},
            {.id = "dwh-without-reset",
             .spoils = {"wh"},
             .hint = "All three parts of wh multiply a hidden state: is it the same one?",
             .misconception = "dwh is prev_h^T da for all parts at once, as in an LSTM.",
             .answer = dwh_without_reset},
        })};

}  // namespace grader::gru_mistakes
