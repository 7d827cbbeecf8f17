#include <backprop/gelu.hpp>
#include <numbers>

#include "grader/mistakes/catalogue/self_gated.hpp"

namespace grader::gelu_mistakes {

using namespace backprop;

constexpr double kStretch = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
constexpr double kCubic = 0.044715;

Tensor3 density(const Tensor3& x) {
  return std::numbers::inv_sqrtpi / std::numbers::sqrt2 * backprop::exp(-0.5 * square(x));
}
Tensor3 slope_of_u(const Tensor3& x) { return kStretch * (1.0 + 3.0 * kCubic * square(x)); }
Tensor3 slope_of_tanh_form(const Tensor3& gate, const Tensor3& du) { return 2.0 * gate * (1.0 - gate) * du; }

bool is_exact(Given& given) { return given.attributes.at("exact") != 0.0; }

SelfGated in_form(Given& given, bool exact) {
  const Tensor3& x = given.in.tensor3("x");
  const Tensor3 gate = gelu_forward(x, exact).cache.gate;
  return {x, given.upstream.tensor3("out"), gate,
          exact ? density(x) : slope_of_tanh_form(gate, slope_of_u(x))};
}

const SelfGatedLayer kGelu{[](Given& given) { return in_form(given, is_exact(given)); }};

// A form that always is the one, or always the other than that of the forward pass.
WrongAnswer form_is(bool (*exact)(Given& given)) {
  return [exact](Given& given) -> Tensors {
    const SelfGated s = in_form(given, exact(given));
    return {{"x", from_xtensor(evaluate(s.dout * s.local()))}};
  };
}

// Wrong in the slope of the gate, in one of the forms.
WrongAnswer with_slope(bool exact, Tensor3 (*slope)(const SelfGated& s)) {
  return [exact, slope](Given& given) -> Tensors {
    SelfGated s = kGelu.of(given);
    if (is_exact(given) == exact) s.slope = slope(s);
    return {{"x", from_xtensor(evaluate(s.dout * s.local()))}};
  };
}
WrongAnswer with_du(Tensor3 (*du)(const SelfGated& s)) {
  return [du](Given& given) -> Tensors {
    SelfGated s = kGelu.of(given);
    if (!is_exact(given)) s.slope = slope_of_tanh_form(s.gate, du(s));
    return {{"x", from_xtensor(evaluate(s.dout * s.local()))}};
  };
}

const MistakeRegistration registration{
    "gelu",
    kGelu.mistakes_and({
        {.id = "always-exact",
         .spoils = {"x"},
         .hint = "Which form has the forward pass taken, and is your slope the slope of that very form?",
         .misconception = "The tanh form is so close that the exact derivative serves both.",
         .answer = form_is([](Given&) { return true; })},
        {.id = "always-tanh",
         .spoils = {"x"},
         .hint = "The cache says which form the forward pass took: where does your dx ask for it?",
         .misconception = "GELU is the tanh form.",
         .answer = form_is([](Given&) { return false; })},
        {.id = "forms-exchanged",
         .spoils = {"x"},
         .hint = "Is your answer a thousandth off in both forms: which one belongs to exact = true?",
         .misconception = "The flag means that the approximation is switched on.",
         .answer = form_is([](Given& given) { return !is_exact(given); })},
        {.id = "sigmoid-stand-in",
         .spoils = {"x"},
         .hint = "Which gate has the forward pass taken: is the slope of another stand-in for Phi its slope?",
         .misconception = "All approximations of a GELU have the same derivative, such as that of "
                          "x sigmoid(1.702 x).",
         .answer = kGelu.dx([](const SelfGated& s) -> Tensor3 {
           const Tensor3 gate = 1.0 / (1.0 + backprop::exp(-1.702 * s.x));
           return s.dout * (gate + 1.702 * s.x * gate * (1.0 - gate));
         })},
        {.id = "cube-without-its-3",
         .spoils = {"x"},
         .hint = "Differentiate the inner polynomial of the tanh form once more: what becomes of the cube?",
         .misconception = "The derivative of x^3 is x^2.",
         .answer =
             with_du([](const SelfGated& s) -> Tensor3 { return kStretch * (1.0 + kCubic * square(s.x)); })},
        {.id = "without-the-cube",
         .spoils = {"x"},
         .hint = "Does the small cubic term inside of the tanh have a slope?",
         .misconception = "The cubic term is a correction of the value alone.",
         .answer = with_du([](const SelfGated& s) -> Tensor3 { return kStretch * ones_like(s.x); })},
        {.id = "inner-slope-forgotten",
         .spoils = {"x"},
         .hint = "What is inside of the tanh, x itself or something that moves with x at its own pace?",
         .misconception = "The slope of tanh(u) is 1 - tanh(u)^2, whatever u is.",
         .answer = with_du([](const SelfGated& s) -> Tensor3 { return ones_like(s.x); })},
        {.id = "inner-slope-without-stretch",
         .spoils = {"x"},
         .hint = "A factor stands in front of the bracket inside of the tanh: is it in your slope?",
         .misconception = "Constant factors drop out of a derivative.",
         .answer = with_du([](const SelfGated& s) -> Tensor3 { return 1.0 + 3.0 * kCubic * square(s.x); })},
        {.id = "half-forgotten",
         .spoils = {"x"},
         .hint = "The gate is half of 1 + tanh(u): is its slope half of that of the tanh?",
         .misconception = "The slope of the gate is that of the tanh.",
         .answer = with_slope(false, [](const SelfGated& s) -> Tensor3 { return 2.0 * s.slope; })},
        {.id = "tanh-slope-at-gate",
         .spoils = {"x"},
         .hint = "1 - t^2 holds for t = tanh(u): is the gate in your cache the tanh itself?",
         .misconception = "The gate is the tanh.",
         .answer = with_slope(
             false,
             [](const SelfGated& s) -> Tensor3 { return 0.5 * (1.0 - square(s.gate)) * slope_of_u(s.x); })},
        {.id = "density-not-normalised",
         .spoils = {"x"},
         .hint = "Over the whole line a density sums to 1: does yours?",
         .misconception = "The derivative of Phi is e^(-x^2/2).",
         .answer = with_slope(
             true, [](const SelfGated& s) -> Tensor3 { return backprop::exp(-0.5 * square(s.x)); })},
        {.id = "density-of-another-width",
         .spoils = {"x"},
         .hint = "The density of which normal distribution is the slope of Phi, and what is its exponent?",
         .misconception = "The exponent of the density is -x^2.",
         .answer = with_slope(true,
                              [](const SelfGated& s) -> Tensor3 {
                                return std::numbers::inv_sqrtpi * backprop::exp(-square(s.x));
                              })},
        {.id = "phi-as-sigmoid",
         .spoils = {"x"},
         .hint = "Is Phi a sigmoid, so that its slope could be the gate times what is left to 1?",
         .misconception = "Everything that goes from 0 to 1 has the slope g (1 - g).",
         .answer = with_slope(true, [](const SelfGated& s) -> Tensor3 { return s.gate * (1.0 - s.gate); })},
    })};

}  // namespace grader::gelu_mistakes
