#include "grader/mistakes/catalogue/gated_step.hpp"
#include "grader/mistakes/catalogue/lstm_gates.hpp"

namespace grader::lstm_step_mistakes {

using namespace backprop;

// A step that has run, and its upstream gradients.
struct Step {
  Forward<LstmState, LstmStepCache> forward;
  const Matrix& dnext_h;
  const Matrix& dnext_c;

  explicit Step(Given& given)
      : forward(lstm_step_forward(given.in.matrix("x"), given.in.matrix("prev_h"), given.in.matrix("prev_c"),
                                  given.in.matrix("wx"), given.in.matrix("wh"), given.in.vector("b"))),
        dnext_h(given.upstream.matrix("next_h")),
        dnext_c(given.upstream.matrix("next_c")) {}
  const LstmStepCache& cache() const { return forward.cache; }
  const Matrix& next_c() const { return forward.out.c; }
  Matrix right_dc() const { return dnext_c + dnext_h * cache().o * (1.0 - cache().tanh_c * cache().tanh_c); }
};

// Uses a wrong dc(step), with everything that follows from it.
template <class Dc>
WrongAnswer with_dc(Dc dc) {
  return [dc](Given& given) {
    const Step step(given);
    const StepBack back = lstm_step_back(step.cache(), lstm_flow(step.cache(), step.dnext_h, dc(step)));
    Tensors tensors = tensors_of(back);
    tensors["prev_c"] = from_xtensor(back.dprev_c);
    return tensors;
  };
}

// dc is right; spoil(flow, step) changes what reaches the gates.
template <class Spoil>
WrongAnswer with_gates(Spoil spoil) {
  return [spoil](Given& given) {
    const Step step(given);
    LstmFlow flow = lstm_flow(step.cache(), step.dnext_h, step.right_dc());
    spoil(flow, step);
    return tensors_of(lstm_step_back(step.cache(), flow));
  };
}

Tensors without_forget_gate(Given& given) { return {{"prev_c", from_xtensor(Step(given).right_dc())}}; }

Tensors prev_c_from_next_c_alone(Given& given) {
  const Step step(given);
  return {{"prev_c", from_xtensor(evaluate(step.dnext_c * step.cache().f))}};
}

Tensors dwh_from_next_h(Given& given) {
  const Step step(given);
  const LstmFlow flow = lstm_flow(step.cache(), step.dnext_h, step.right_dc());
  const Matrix da = hstack({flow.da_i, flow.da_f, flow.da_o, flow.da_g});
  return {{"wh", from_xtensor(matmul(transpose(step.forward.out.h), da))}};
}

const std::vector<std::string> kAll = {"x", "prev_h", "prev_c", "wx", "wh", "b"};
const std::vector<std::string> kBehindGates = {"x", "prev_h", "wx", "wh", "b"};

const MistakeRegistration cell{
    "lstm_step",
    {
        {.id = "dc-without-hidden-way",
         .spoils = kAll,
         .hint = "Is next_c only an output, or is something else of this step computed from it?",
         .misconception = "dnext_c is all that reaches the cell state.",
         .answer = with_dc([](const Step& step) { return step.dnext_c; })},
        {.id = "dc-without-direct-way",
         .spoils = kAll,
         .hint = "The cell state goes on to the next step: what comes back from there?",
         .misconception = "The cell state is inside of the step and reaches the loss through next_h alone.",
         .answer = with_dc([](const Step& step) -> Matrix {
           const LstmStepCache& cache = step.cache();
           return step.dnext_h * cache.o * (1.0 - cache.tanh_c * cache.tanh_c);
         })},
        {.id = "dc-without-tanh",
         .spoils = kAll,
         .hint = "What lies between next_c and next_h, besides the output gate?",
         .misconception = "next_h is the output gate times the cell state.",
         .answer = with_dc(
             [](const Step& step) -> Matrix { return step.dnext_c + step.dnext_h * step.cache().o; })},
        {.id = "dc-without-output-gate",
         .spoils = kAll,
         .hint = "How much of next_c does next_h get to see where the output gate is closed?",
         .misconception = "A gate that multiplies has no part in the derivative of what it multiplies.",
         .answer = with_dc([](const Step& step) -> Matrix {
           return step.dnext_c + step.dnext_h * (1.0 - step.cache().tanh_c * step.cache().tanh_c);
         })},
        {.id = "slope-at-next-c",
         .spoils = kAll,
         .hint = "In the derivative of tanh there is a square: of the number before the tanh, or after it?",
         .misconception =
             "A local derivative is a function of the input, so the square is that of the input.",
         .answer = with_dc([](const Step& step) -> Matrix {
           return step.dnext_c + step.dnext_h * step.cache().o * (1.0 - step.next_c() * step.next_c());
         })},
        {.id = "forget-gate-forgotten",
         .spoils = {"prev_c"},
         .hint = "Which factor does the cell state meet on its way from one step to the next?",
         .misconception = "The cell state is carried on unchanged, and so is its gradient.",
         .answer = without_forget_gate},
        {.id = "dprev-c-by-one-way",
         .spoils = {"prev_c"},
         .hint = "Does prev_c have no influence on next_h?",
         .misconception = "The gradient of the cell state comes from the cell state, that of h from h.",
         .answer = prev_c_from_next_c_alone},
    }};

const MistakeRegistration gates{
    "lstm_step",
    {
        {.id = "gates-in-another-order",
         .spoils = kBehindGates,
         .hint = "Which order do the four parts of wx and b have, and which order do yours have?",
         .misconception = "The order i, f, g, o of other libraries.",
         .answer = with_gates([](LstmFlow& flow, const Step&) { std::swap(flow.da_o, flow.da_g); })},
        {.id = "gates-without-slope",
         .spoils = kBehindGates,
         .hint = "Each gate is the output of a sigmoid: is your way back through it, or around it?",
         .misconception = "Gates are factors; their own nonlinearity needs no derivative.",
         .answer = with_gates([](LstmFlow& flow, const Step& step) {
           const LstmStepCache& cache = step.cache();
           flow.da_i = flow.dc * cache.g;
           flow.da_f = flow.dc * cache.prev_c;
           flow.da_o = step.dnext_h * cache.tanh_c;
         })},
        {.id = "candidate-as-gate",
         .spoils = kBehindGates,
         .hint = "Do all four parts go through the same nonlinearity?",
         .misconception = "The four parts are four sigmoids.",
         .answer = with_gates([](LstmFlow& flow, const Step& step) {
           const Matrix& g = step.cache().g;
           flow.da_g = flow.dc * step.cache().i * g * (1.0 - g);
         })},
        {.id = "forget-gate-sees-next-c",
         .spoils = kBehindGates,
         .hint = "Which cell state does the forget gate multiply?",
         .misconception = "The cell state of this step is the one that belongs to this step's gate.",
         .answer = with_gates([](LstmFlow& flow, const Step& step) {
           const Matrix& f = step.cache().f;
           flow.da_f = flow.dc * step.next_c() * f * (1.0 - f);
         })},
        {.id = "output-gate-sees-next-c",
         .spoils = kBehindGates,
         .hint = "What exactly does the output gate multiply in the forward pass?",
         .misconception = "The output gate multiplies the cell state itself.",
         .answer = with_gates([](LstmFlow& flow, const Step& step) {
           const Matrix& o = step.cache().o;
           flow.da_o = step.dnext_h * step.next_c() * o * (1.0 - o);
         })},
        {.id = "partners-mixed-up",
         .spoils = kBehindGates,
         .hint = "In a product of two, which of them is the derivative with respect to the first?",
         .misconception = "The derivative of i g with respect to i holds i.",
         .answer = with_gates([](LstmFlow& flow, const Step& step) {
           const LstmStepCache& cache = step.cache();
           flow.da_i = flow.dc * cache.i * cache.i * (1.0 - cache.i);
           flow.da_g = flow.dc * cache.g * (1.0 - cache.g * cache.g);
         })},
        {.id = "dwh-from-next-h",
         .spoils = {"wh"},
         .hint = "Which hidden state does wh multiply in the forward pass?",
         .misconception = "The hidden state of this step is the one that belongs to this step's wh.",
         .answer = dwh_from_next_h},
        averaged_bias(),
    }};

Tensors back_with(Given& given, const Slopes& slopes) {
  const Step step(given);
  const LstmStepCache& cache = step.cache();
  LstmFlow flow = lstm_flow(cache, step.dnext_h, step.right_dc());
  flow.da_i = flow.dc * cache.g * slopes.gate(cache.i);
  flow.da_f = flow.dc * cache.prev_c * slopes.gate(cache.f);
  flow.da_o = step.dnext_h * cache.tanh_c * slopes.gate(cache.o);
  flow.da_g = flow.dc * cache.i * slopes.candidate(cache.g);
  return tensors_of(lstm_step_back(cache, flow));
}

// Takes a wrong slope of the forget gate alone.
WrongAnswer with_forget_slope(Slope slope) {
  return with_gates([slope](LstmFlow& flow, const Step& step) {
    flow.da_f = flow.dc * step.cache().prev_c * slope(step.cache().f);
  });
}

const GatedStep kStep{back_with, kBehindGates,
                      "The cache holds i, f and o: before their sigmoid, or after it?"};

const MistakeRegistration slopes{
    "lstm_step",
    kStep.mistakes_and({
        {.id = "forget-gate-as-slope",
         .spoils = kBehindGates,
         .hint = "How steep is a sigmoid where it is nearly 1: is the forget gate's slope its value?",
         .misconception = "The derivative of the forget gate is its value.",
         .answer = with_forget_slope(value_as_slope)},
        {.id = "sigmoid-of-forget-gate-as-slope",
         .spoils = kBehindGates,
         .hint = "Which number does the cache hold as f, and how steep is a sigmoid there?",
         .misconception = "The derivative of the forget gate is the sigmoid of f.",
         .answer = with_forget_slope(sigmoid_as_slope)},
        {.id = "forget-gate-slope-activated-twice",
         .spoils = kBehindGates,
         .hint = "The cache holds the forget gate: before its sigmoid, or after it?",
         .misconception = "The slope of a sigmoid takes a sigmoid, which the cached f has yet to go through.",
         .answer = with_forget_slope(slope_after_second_sigmoid)},
        {.id = "cell-slope-activated-twice",
         .spoils = kAll,
         .hint = "The cache holds tanh of the cell state: what is its slope, in terms of that number?",
         .misconception = "The slope of tanh takes a tanh, which the cached number has yet to go through.",
         .answer = with_dc([](const Step& step) -> Matrix {
           return step.dnext_c + step.dnext_h * step.cache().o * slope_after_second_tanh(step.cache().tanh_c);
         })},
    })};

}  // namespace grader::lstm_step_mistakes
