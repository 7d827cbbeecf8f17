#include <backprop/lstm.hpp>
#include <memory>

#include "grader/mistakes/catalogue/lstm_gates.hpp"

namespace grader::lstm_mistakes {

using namespace backprop;

using BackOfStep = std::function<StepBack(std::size_t t, const LstmStepCache& step, const Matrix& dnext_h,
                                          const Matrix& dnext_c)>;

StepBack right_step(const LstmStepCache& step, const Matrix& dnext_h, const Matrix& dnext_c) {
  const LstmStepGradients gradients = lstm_step_backward(dnext_h, dnext_c, step);
  StepBack back = step_back(gradients);
  back.dprev_c = gradients.dprev_c;
  return back;
}

Unrolled unroll_with(Arguments& in, const BackOfStep& back) {
  const auto cache = std::make_shared<const LstmCache>(
      lstm_forward(in.tensor3("x"), in.matrix("h0"), in.matrix("wx"), in.matrix("wh"), in.vector("b")).cache);
  return {cache->steps.size(), [cache, back](std::size_t t, const Matrix& dnext_h, const Matrix& dnext_c) {
            return back(t, cache->steps[t], dnext_h, dnext_c);
          }};
}

Unrolled unroll(Arguments& in) {
  return unroll_with(in, [](std::size_t, const LstmStepCache& step, const Matrix& dnext_h,
                            const Matrix& dnext_c) { return right_step(step, dnext_h, dnext_c); });
}

// Returns all the gradients of a loop with a wrong step.
WrongAnswer stepping(const BackOfStep& back) {
  return [back](Given& given) { return tensors_of(back_through_time(given, unroll_with(given.in, back))); };
}

Matrix dc_behind_tanh(const LstmStepCache& step, const Matrix& dnext_h) {
  return dnext_h * step.o * (1.0 - step.tanh_c * step.tanh_c);
}

StepBack without_dc(std::size_t, const LstmStepCache& step, const Matrix& dnext_h, const Matrix& dnext_c) {
  return right_step(step, dnext_h, zeros(dnext_c.shape(0), dnext_c.shape(1)));
}

StepBack without_forget_gate(std::size_t, const LstmStepCache& step, const Matrix& dnext_h,
                             const Matrix& dnext_c) {
  StepBack back = right_step(step, dnext_h, dnext_c);
  back.dprev_c = dnext_c + dc_behind_tanh(step, dnext_h);
  return back;
}

StepBack without_hidden_way(std::size_t, const LstmStepCache& step, const Matrix& dnext_h,
                            const Matrix& dnext_c) {
  return lstm_step_back(step, lstm_flow(step, dnext_h, dnext_c));
}

// The gradient of a step's own part of dc goes back, but what came from later steps does not.
StepBack forgetting_what_came(std::size_t, const LstmStepCache& step, const Matrix& dnext_h,
                              const Matrix& dnext_c) {
  StepBack back = right_step(step, dnext_h, dnext_c);
  back.dprev_c = dc_behind_tanh(step, dnext_h) * step.f;
  return back;
}

const std::vector<std::string> kAll = {"x", "h0", "wx", "wh", "b"};

const MistakeRegistration registration{
    "lstm",
    recurrent_mistakes(
        unroll,
        {
            {.id = "dc-not-carried",
             .spoils = kAll,
             .hint = "Two states go on from step to step: how many gradients come back?",
             .misconception = "The cell state is no output of the layer, so it has no gradient to carry.",
             .answer = stepping(without_dc)},
            {.id = "dc-of-one-step",
             .spoils = kAll,
             .hint = "How many steps back does the gradient of a cell state reach in your loop?",
             .misconception = "What goes back along the cell state is used once, by the step before.",
             .answer = stepping(forgetting_what_came)},
            {.id = "forget-gate-forgotten",
             .spoils = kAll,
             .hint = "Which factor does the cell state meet on its way from one step to the next?",
             .misconception = "The cell state is carried on unchanged, and so is its gradient.",
             .answer = stepping(without_forget_gate)},
            {.id = "dc-without-hidden-way",
             .spoils = kAll,
             .hint = "Where does the very first gradient of a cell state come from, if not from a later one?",
             .misconception = "The gradient of the cell state comes from cell states alone.",
             .answer = stepping(without_hidden_way)},
        })};

}  // namespace grader::lstm_mistakes
