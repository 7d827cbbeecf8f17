#include "grader/mistakes/catalogue/gated_step.hpp"
#include "grader/mistakes/catalogue/gru_gates.hpp"

namespace grader::gru_step_mistakes {

using namespace backprop;

// A step that has run, and its upstream gradient.
struct Step {
  Forward<Matrix, GruStepCache> forward;
  const Matrix& dnext_h;
  const GruStepCache& cache;

  explicit Step(Given& given)
      : forward(gru_step_forward(given.in.matrix("x"), given.in.matrix("prev_h"), given.in.matrix("wx"),
                                 given.in.matrix("wh"), given.in.vector("b"))),
        dnext_h(given.upstream.matrix("next_h")),
        cache(forward.cache) {}
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
};

// spoil(flow, step) changes right values, with everything that follows from them.
template <class Spoil>
WrongAnswer with_flow(Spoil spoil) {
  return [spoil](Given& given) {
    const Step step(given);
    GruFlow flow = gru_flow(step.cache, step.dnext_h);
    spoil(flow, step);
    return tensors_of(gru_step_back(step.cache, flow));
  };
}

// An answer whose dprev_h is left(cache, right flow), which lacks one part.
template <class Left>
WrongAnswer leaving_out(Left left) {
  return [left](Given& given) -> Tensors {
    const Step step(given);
    const Matrix dprev_h =
        to_matrix(given.right.at("prev_h")) - left(step.cache, gru_flow(step.cache, step.dnext_h));
    return {{"prev_h", from_xtensor(dprev_h)}};
  };
}

Tensors dwh_with(const Step& step, const Matrix& reset_h) {
  return {{"wh", from_xtensor(gru_dwh(step.cache, gru_flow(step.cache, step.dnext_h), reset_h))}};
}

// Leaves out the gates' slopes, and so everything that they pass on.
void without_gate_slopes(GruFlow& flow, const Step& step) {
  flow.da_z = step.dnext_h * (step.cache.prev_h - step.cache.n);
  flow.da_r = flow.reset * step.cache.prev_h;
}

void without_tanh(GruFlow& flow, const Step& step) {
  flow.da_n = step.dnext_h * (1.0 - step.cache.z);
  flow_from_candidate(flow, step.cache);
}

// next_h = (1 - z) prev_h + z n.
void update_gate_inverted(GruFlow& flow, const Step& step) {
  const auto& [x, prev_h, wx, wh, r, z, n] = step.cache;
  flow.mix = step.dnext_h * (1.0 - z);
  flow.da_z = step.dnext_h * (n - prev_h) * z * (1.0 - z);
  flow.da_n = step.dnext_h * z * (1.0 - n * n);
  flow_from_candidate(flow, step.cache);
}

// n = tanh(x wx_n + r (prev_h wh_n) + b_n).
Tensors reset_behind_product(Given& given) {
  const Step step(given);
  const GruStepCache& cache = step.cache;
  GruFlow flow = gru_flow(cache, step.dnext_h);
  const Matrix wh_n = candidate_of(cache.wh);
  const Matrix dproduct = flow.da_n * cache.r;
  flow.da_r = flow.da_n * matmul(cache.prev_h, wh_n) * cache.r * (1.0 - cache.r);
  flow.candidate = matmul(dproduct, transpose(wh_n));
  StepBack back = gru_step_back(cache, flow);
  back.dwh = matmul(transpose(cache.prev_h), hstack({flow.da_r, flow.da_z, dproduct}));
  return tensors_of(back);
}

void wh_not_transposed(GruFlow& flow, const Step& step) {
  const GruStepCache& cache = step.cache;
  flow.reset = matmul(flow.da_n, candidate_of(cache.wh));
  flow.da_r = flow.reset * cache.prev_h * cache.r * (1.0 - cache.r);
  flow.candidate = flow.reset * cache.r;
}

const std::vector<std::string> kAll = {"x", "prev_h", "wx", "wh", "b"};

const MistakeRegistration ways{
    "gru_step",
    {
        {.id = "mix-forgotten",
         .spoils = {"prev_h"},
         .hint = "Count the places where the formulas use prev_h: does each send something back?",
         .misconception = "prev_h matters to a step only through the weights that multiply it.",
         .answer = leaving_out([](const GruStepCache&, const GruFlow& flow) { return flow.mix; })},
        {.id = "candidate-forgotten",
         .spoils = {"prev_h"},
         .hint = "The candidate is made of x and what else?",
         .misconception = "The candidate holds what is new, so the old state has no part in it.",
         .answer = leaving_out([](const GruStepCache&, const GruFlow& flow) { return flow.candidate; })},
        {.id = "gates-forgotten",
         .spoils = {"prev_h"},
         .hint = "What do the two gates look at, besides x, when they decide how far to open?",
         .misconception = "Gates are factors, through which nothing goes back to the state.",
         .answer = leaving_out(by_way_of_gates)},
        {.id = "reset-gate-forgotten",
         .spoils = {"prev_h"},
         .hint = "What reaches the candidate is not prev_h as it is: what has been done to it before?",
         .misconception = "The gradient of what enters the product is that of prev_h already.",
         .answer = leaving_out(
             [](const GruStepCache&, const GruFlow& flow) -> Matrix { return flow.candidate - flow.reset; })},
        {.id = "dwh-without-reset",
         .spoils = {"wh"},
         .hint = "All three parts of wh multiply a hidden state: is it the same one?",
         .misconception = "dwh is prev_h^T da for all parts at once, as in an LSTM.",
         .answer =
             [](Given& given) {
               const Step step(given);
               return dwh_with(step, step.cache.prev_h);
             }},
        averaged_bias(),
    }};

const MistakeRegistration gates{
    "gru_step",
    {
        {.id = "update-gate-inverted",
         .spoils = kAll,
         .hint = "Where the update gate is wide open: is next_h the old state or the candidate?",
         .misconception = "An update gate of 1 means that all is updated.",
         .answer = with_flow(update_gate_inverted)},
        {.id = "sign-of-update-gate",
         .spoils = kAll,
         .hint =
             "If the update gate opens a little further, does next_h move towards prev_h or away from it?",
         .misconception = "The two terms of the mix are taken in the wrong order.",
         .answer = with_flow([](GruFlow& flow, const Step&) { flow.da_z = evaluate(-flow.da_z); })},
        {.id = "update-gate-by-one-way",
         .spoils = kAll,
         .hint = "In how many terms of the mix does the update gate occur?",
         .misconception = "The update gate weighs the old state, and only there it has a derivative.",
         .answer = with_flow([](GruFlow& flow, const Step& step) {
           const GruStepCache& cache = step.cache;
           flow.da_z = step.dnext_h * cache.prev_h * cache.z * (1.0 - cache.z);
         })},
        {.id = "reset-behind-product",
         .spoils = kAll,
         .hint = "Does the reset gate act on the hidden state before or after it meets the weights, here?",
         .misconception = "The GRU of cuDNN and PyTorch, which multiplies by wh first and resets then.",
         .answer = reset_behind_product},
        {.id = "gates-without-slope",
         .spoils = kAll,
         .hint = "Both gates are outputs of a sigmoid: is your way back through it, or around it?",
         .misconception = "Gates are factors; their own nonlinearity needs no derivative.",
         .answer = with_flow(without_gate_slopes)},
        {.id = "without-tanh",
         .spoils = kAll,
         .hint = "What lies between the candidate and the products that it is made of?",
         .misconception = "Only gates have a nonlinearity with a derivative.",
         .answer = with_flow(without_tanh)},
        {.id = "gates-in-another-order",
         .spoils = kAll,
         .hint = "Which order do the three parts of wx and b have, and which order do yours have?",
         .misconception = "The order z, r, n of other libraries.",
         .answer = with_flow([](GruFlow& flow, const Step&) { std::swap(flow.da_r, flow.da_z); })},
        {.id = "wh-not-transposed",
         .spoils = kAll,
         .hint = "The candidate's part of wh is square, so either way fits: which of its axes is summed over "
                 "on the way back?",
         .misconception = "Where the shapes agree a product is right.",
         .answer = with_flow(wh_not_transposed)},
    }};

Tensors back_with(Given& given, const Slopes& slopes) {
  const Step step(given);
  const auto& [x, prev_h, wx, wh, r, z, n] = step.cache;
  GruFlow flow = gru_flow(step.cache, step.dnext_h);
  flow.da_n = step.dnext_h * (1.0 - z) * slopes.candidate(n);
  flow_from_candidate(flow, step.cache);
  flow.da_z = step.dnext_h * (prev_h - n) * slopes.gate(z);
  flow.da_r = flow.reset * prev_h * slopes.gate(r);
  return tensors_of(gru_step_back(step.cache, flow));
}

const GatedStep kStep{back_with, kAll, "The cache holds r and z: before their sigmoid, or after it?"};

const MistakeRegistration slopes{"gru_step", kStep.mistakes_and({})};

}  // namespace grader::gru_step_mistakes
